// The names of torch/nn/utils/parametrize.py.

export { cached } from './_property.js'
export { ParametrizationList } from './list.js'
export { type Parametrized, register_parametrization } from './register.js'
export { remove_parametrizations } from './remove.js'
export { transfer_parametrizations_and_params } from './transfer.js'
export { is_parametrized, type_before_parametrizations } from './type.js'
