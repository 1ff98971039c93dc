import { type DatabasePool } from "../src/database/database.ts";
import { type EmbeddedPostgres } from "../src/embedded/embedded-postgres.ts";
import { type Logger } from "../src/logger.ts";
/** Drops every message. */
export declare const silentLogger: Logger;
/** A real, migrated and empty database. */
export interface TestDatabase extends DatabasePool {
    readonly url: string;
    readonly server: EmbeddedPostgres;
    /** Empties every table of the app; ids start again. */
    clear(): Promise<void>;
}
/** A logger and the lines it got. */
export declare function recordingLogger(): {
    log: Logger;
    lines: string[];
};
/** A folder that the database server's user can enter, and how to remove it. A file's first one is its temp directory too. */
export declare function makeTestFolder(): {
    dir: string;
    remove: () => void;
};
/** Starts a PostgreSQL of its own (about a second). */
export declare function startTestDatabase(): Promise<TestDatabase>;
//# sourceMappingURL=test-database.d.ts.map