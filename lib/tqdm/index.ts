// tqdm: progress bars for loops.

export { type Output, type TqdmOptions, tqdm as default, tqdm, trange } from './std.js'
