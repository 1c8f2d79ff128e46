// `from tqdm.auto import tqdm`, which elsewhere chooses between a terminal and a notebook.

export { type Output, type TqdmOptions, tqdm as default, tqdm, trange } from './std.js'
