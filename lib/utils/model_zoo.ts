// Mirrors torch/utils/model_zoo.py: the old name of torch.hub's function.

export { load_state_dict_from_url as load_url } from '../hub.js'

export * as default from './model_zoo.js'
