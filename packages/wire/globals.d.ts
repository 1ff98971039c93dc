// The web-standard names that Node and browsers both have, for the packages that must run in both.
// Everything else (console, Buffer, document) does not compile there: the world is a compiler setting.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
  throwIfAborted(): void;
}

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare var AbortController: { prototype: AbortController; new (): AbortController };

interface TextEncoder {
  encode(text: string): Uint8Array;
}

interface TextDecoder {
  decode(bytes: Uint8Array): string;
}

declare var TextEncoder: { prototype: TextEncoder; new (): TextEncoder };
declare var TextDecoder: {
  prototype: TextDecoder;
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};

declare function queueMicrotask(task: () => void): void;
declare function setTimeout(task: () => void, delayMs?: number): unknown;
declare function clearTimeout(timer: unknown): void;
