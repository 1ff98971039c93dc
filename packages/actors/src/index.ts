export { spawn, type SpawnOptions } from "./spawn.ts";
export type { ActorBehaviour, ActorContext } from "./behaviour.ts";
export type { ActorRef, AnyActorRef, CallOptions, SendResult } from "./actor-ref.ts";
export { RunQueue, type ActorFault, type RunQueueOptions } from "./run-queue.ts";
export { describeExit, isQuietExit, NORMAL_EXIT, type ExitReason } from "./exit.ts";
export { ActorError, type ActorErrorCode } from "./errors.ts";
export { systemClock, type Clock, type Timer } from "./clock.ts";
export { FakeClock } from "./fake-clock.ts";
