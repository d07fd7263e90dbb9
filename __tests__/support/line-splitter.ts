/** Collects text into lines, which end as in .NET's `ReadLine`: at LF, CRLF or CR. */
export function lineSplitter(emit: (line: string) => void): { write(text: string): void; end(): void } {
  let rest = "";

  return {
    write(text) {
      // A CR at the very end waits for what follows: it may be half of a CRLF.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      lines.forEach(emit);
    },
    end() {
      if (rest !== "") emit(rest.replace(/\r$/, ""));
      rest = "";
    },
  };
}
