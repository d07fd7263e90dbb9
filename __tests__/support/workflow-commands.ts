/** A command in a step's output, such as `::error file=Procfile,line=2::No web process`. Names are in lower case. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const dataEscapes = { "%0D": "\r", "%0A": "\n" };
const propertyEscapes = { ...dataEscapes, "%3A": ":", "%2C": "," };
const legacyEscapes = { ...dataEscapes, "%3B": ";", "%5D": "]" };

/**
 * Reads the command in a line: `::name key=value,…::data` after leading whitespace, or `##[name key=value;…]data`
 * anywhere. `undefined` when there is none, or when `names` doesn't hold its name: the line is then just text.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function parseWorkflowCommand(line: string, names: ReadonlySet<string>): WorkflowCommand | undefined {
  return [parseCommand(line), parseLegacyCommand(line)].find((command) => command && names.has(command.name));
}

function parseCommand(line: string): WorkflowCommand | undefined {
  const [, name, properties, data] = /^\s*::([^ ]*?)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
  if (name === undefined || data === undefined) return undefined;

  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties?.trim().split(",") ?? [], propertyEscapes),
    data: unescapeText(data, dataEscapes),
  };
}

function parseLegacyCommand(line: string): WorkflowCommand | undefined {
  const [, name, properties, data] = /##\[([^ \]]*)(?: ([^\]]*))?\](.*)$/s.exec(line) ?? [];
  if (name === undefined || data === undefined) return undefined;

  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties?.split(";") ?? [], legacyEscapes),
    data: unescapeText(data, legacyEscapes),
  };
}

function parseProperties(pairs: readonly string[], escapes: Record<string, string>): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (key !== undefined && value !== undefined) properties[key.toLowerCase()] = unescapeText(value, escapes);
  }

  return properties;
}

/** `%25` comes last, so that `%250A` gives `%0A` and not a newline. */
function unescapeText(text: string, escapes: Record<string, string>): string {
  const pairs = Object.entries(escapes);

  return pairs.reduce((result, [code, character]) => result.replaceAll(code, character), text).replaceAll("%25", "%");
}
