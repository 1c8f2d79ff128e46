// `from tqdm.notebook import tqdm`: there are no notebooks here, so the bars are those of terminals.

export { type Output, type TqdmOptions, tqdm as default, tqdm, trange } from './std.js'
