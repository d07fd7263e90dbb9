import { cacheUnavailable, problemOf } from "./errors.js";
import { type Finding, isDeployable, type Problem, weigh } from "./finding.js";
import type { Platform } from "./platforms/platform.js";
import type { Severities } from "./platforms/severities.js";
import type { Runner, Step } from "./runner.js";

/** What happens during a build: its steps and findings, told to the user as they come and kept for the report. */
export class Journal {
  readonly #runner: Runner;
  readonly #steps: Step[] = [];
  readonly #findings: Finding[] = [];
  readonly #happened: Problem[] = [];
  /** Until a platform is known, every problem is an error. */
  #severities: Partial<Severities> = {};

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** In the order in which they came up. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What came up as the build went on, and no plan could tell; a platform may have no interest in it. */
  get happened(): readonly Problem[] {
    return this.#happened;
  }

  /** Whether the build may go on. */
  get deployable(): boolean {
    return isDeployable(this.#findings);
  }

  judgeBy(platform: Platform): void {
    this.#severities = platform.severities;
  }

  /** Carries out a step of the log, with a time and an outcome of its own: a failure when it throws, or by `succeeded`. */
  async step<T>(name: string, action: () => Promise<T>, succeeded = (_: T) => true): Promise<T> {
    const start = this.#runner.seconds();
    this.#runner.beginStep(name);
    const end = (outcome: Step["outcome"]) => {
      const step = { name, start, seconds: this.#runner.seconds() - start, outcome };
      this.#steps.push(step);
      this.#runner.endStep(step);
    };
    try {
      const result = await action();
      end(succeeded(result) ? "success" : "failure");
      return result;
    } catch (error) {
      end("failure");
      throw error;
    }
  }

  /** Takes up findings of a plan, which were weighed already. */
  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.#findings.push(finding);
      this.#runner.announce(finding);
    }
  }

  /** Weighs problems, and takes them up. */
  report(problems: readonly Problem[]): void {
    this.#happened.push(...problems);
    this.add(weigh(problems, this.#severities));
  }

  /** Takes up whatever ended the build. */
  fail(error: unknown): void {
    this.report([problemOf(error)]);
  }

  /** Takes up trouble with the cache; undefined is none. */
  cacheTrouble(trouble: string | undefined): void {
    if (trouble !== undefined) this.report([cacheUnavailable(trouble)]);
  }
}
