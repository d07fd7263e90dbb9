/**
 * Poetry's notation for versions as PEP 440 specifiers: a version fits when it satisfies one of them. Undefined for what
 * can't be read.
 *
 * Source: https://python-poetry.org/docs/dependency-specification/
 */
export function poetrySpecifiers(constraint: string): string[] | undefined {
  if (constraint.length > longestConstraint) return undefined;
  const alternatives = constraint.split(/\|\|?/).map((alternative) => {
    const joined = alternative
      .trim()
      .replace(/,$/, "")
      .replace(/([\^~<>=!])\s+/g, "$1");
    const parts = joined.split(/\s*,\s*|\s+/).map(specifier);
    return parts.includes(undefined) ? undefined : parts.filter((part) => part !== "").join(",");
  });
  return alternatives.every((alternative) => alternative !== undefined) ? alternatives : undefined;
}

/** In characters. */
const longestConstraint = 500;

/** A single constraint; an empty text where any version fits. */
function specifier(part: string): string | undefined {
  if (part === "*") return "";
  const [, operator = "", version = "", wildcard] =
    /^(\^|~=|~|[<>!=]=?)?v?(\d+(?:\.\d+){0,2})(\.\*)?$/.exec(part) ?? [];
  if (version === "" || operator === "!") return undefined;
  const numbers = version.split(".").map(Number);
  if (wildcard)
    return operator === "" || operator === "==" || operator === "!=" ? `${operator || "=="}${version}.*` : undefined;
  switch (operator) {
    case "":
    case "=":
      return `==${version}`;
    case "^":
      return `>=${version},<${caretEnd(numbers)}`;
    case "~=":
      // PEP 440 wants two numbers; of one, Poetry makes this.
      return numbers.length === 1 ? `>=${version},<${version}.1` : `~=${version}`;
    case "~":
      return `>=${version},<${next(numbers.slice(0, 2))}`;
    default:
      return `${operator}${version}`;
  }
}

/** The first number that isn't 0 may not change. */
function caretEnd(numbers: readonly number[]): string {
  const first = numbers.findIndex((number) => number !== 0);
  return next(numbers.slice(0, first === -1 ? numbers.length : first + 1));
}

/** The version after all that begin with these numbers. */
function next(numbers: readonly number[]): string {
  return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join(".");
}
