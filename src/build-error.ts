import type { Problem } from "./finding.js";

/** A failure that a user can meet. Anything else that is thrown is a bug of python-build. */
export class BuildError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.name = "BuildError";
    this.problem = problem;
  }
}
