/** Loaded by `sf`, which finds the commands by their files. */
export default {};
