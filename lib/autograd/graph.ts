// Mirrors torch/autograd/graph.py.

export { GradientEdge, get_gradient_edge } from './_gradient_edge.js'
export { register_multi_grad_hook } from './_multi_grad_hook.js'
export { Node } from './_node.js'
export { disable_saved_tensors_hooks, save_on_cpu, saved_tensors_hooks } from './_saved_tensors.js'
