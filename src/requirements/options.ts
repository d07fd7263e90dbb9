/** Long names of the options that a line of a requirements file may have. */
const withValue = [
  ...["--requirement", "--constraint", "--editable", "--index-url", "--pypi-url", "--extra-index-url"],
  ...["--find-links", "--no-binary", "--only-binary", "--trusted-host", "--use-feature", "--hash", "--config-settings"],
  ...["--global-option"],
];
const withoutValue = ["--no-index", "--prefer-binary", "--require-hashes", "--pre"];

const shortOptions: Readonly<Record<string, string>> = {
  "-r": "--requirement",
  "-c": "--constraint",
  "-e": "--editable",
  "-i": "--index-url",
  "-f": "--find-links",
  "-C": "--config-settings",
};

/** An option and its value. */
export interface OptionValue {
  /** Its long name. */
  readonly name: string;
  readonly value: string;
}

/** The options of a line that have a value, as pip's reader of options understands them. */
export function readOptions(line: string): OptionValue[] {
  const words = shellWords(line);
  const values: OptionValue[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const { name, joined } = word.startsWith("--") ? longOption(word) : shortOption(word);
    if (name === undefined || !withValue.includes(name)) continue;
    const value = joined ?? words[++index];
    if (value !== undefined) values.push({ name, value });
  }
  return values;
}

interface OptionWord {
  /** Its long name; undefined for a word that is none, or may be several. */
  readonly name: string | undefined;
  /** The value in the same word. */
  readonly joined: string | undefined;
}

/** pip takes the beginning of a long name for the whole, as long as one name alone begins so. */
function longOption(word: string): OptionWord {
  const equals = word.indexOf("=");
  const given = equals === -1 ? word : word.slice(0, equals);
  const known = [...withValue, ...withoutValue];
  const names = known.filter((name) => name.startsWith(given));
  const name = known.includes(given) ? given : names.length === 1 ? names[0] : undefined;
  return { name, joined: equals === -1 ? undefined : word.slice(equals + 1) };
}

function shortOption(word: string): OptionWord {
  const rest = word.slice(2);
  return { name: shortOptions[word.slice(0, 2)], joined: rest === "" ? undefined : rest };
}

/** The words of a line, as a shell would split it: quotes go, and a backslash takes the meaning off what follows. */
function shellWords(text: string): string[] {
  const piece = /\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*'/g;
  const words = text.slice(0, longestLine).match(new RegExp(`(?:[^ \\t\\r\\n"'\\\\]|${piece.source})+`, "g")) ?? [];
  return words.map((word) => word.replace(piece, unquoted));
}

function unquoted(piece: string): string {
  if (piece.startsWith("\\")) return piece.slice(1);
  const content = piece.slice(1, -1);
  return piece.startsWith('"') ? content.replace(/\\(["\\])/g, "$1") : content;
}

/** In characters: more than any line of options. */
const longestLine = 10_000;
