/** `sf` loads this module; it discovers the commands by their files. */
export default {};
