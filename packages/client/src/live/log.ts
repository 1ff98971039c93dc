/** Tells the developer, in the browser's console, what no code can handle. */
export function logProblem(problem: unknown): void {
  console.error(problem);
}
