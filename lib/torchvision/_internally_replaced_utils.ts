// Mirrors torchvision/_internally_replaced_utils.py.

export { load_state_dict_from_url } from '../hub.js'
