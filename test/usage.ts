/** Prints how a command is called and ends, when it is called with --help; ends with 2 on an argument that it does not have. */
export function readUsage(usage: string, isArgument: (word: string) => boolean = () => false): void {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = words.find((word) => !isArgument(word));
  if (unknown === undefined) return;
  console.error(`There is no ${unknown}.\n\n${usage}`);
  process.exit(2);
}
