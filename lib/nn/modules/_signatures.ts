// The `def` lines of the methods of Module, of torch/nn/modules/module.py.

import { isKeywords, python } from '../../_kwargs.js'

/** Binds the arguments of the methods that take keywords. */
export const bind = {
  register_buffer: python('Module.register_buffer(self, name, tensor, persistent=True)'),
  register_parameter: python('Module.register_parameter(self, name, param)'),
  add_module: python('Module.add_module(self, name, module)'),
  register_module: python('Module.register_module(self, name, module)'),
  get_submodule: python('Module.get_submodule(self, target)'),
  get_parameter: python('Module.get_parameter(self, target)'),
  get_buffer: python('Module.get_buffer(self, target)'),
  train: python('Module.train(self, mode=True)'),
  requires_grad_: python('Module.requires_grad_(self, requires_grad=True)'),
  cuda: python('Module.cuda(self, device=None)'),
  type: python('Module.type(self, dst_type)'),
  named_parameters: python(
    "Module.named_parameters(self, prefix='', recurse=True, remove_duplicate=True)",
  ),
  named_buffers: python(
    "Module.named_buffers(self, prefix='', recurse=True, remove_duplicate=True)",
  ),
  parameters: python('Module.parameters(self, recurse=True)'),
  buffers: python('Module.buffers(self, recurse=True)'),
  modules: python('Module.modules(self, remove_duplicate=True)'),
  named_modules: python("Module.named_modules(self, memo=None, prefix='', remove_duplicate=True)"),
  zero_grad: python('Module.zero_grad(self, set_to_none=True)'),
  set_submodule: python('Module.set_submodule(self, target, module, strict=False)'),
  to_empty: python('Module.to_empty(self, *, device, recurse=True)'),
  state_dict: python(
    "Module.state_dict(self, *args, destination=None, prefix='', keep_vars=False)",
  ),
  load_state_dict: python('Module.load_state_dict(self, state_dict, strict=True, assign=False)', {
    dicts: ['state_dict'],
  }),
  register_full_backward_pre_hook: python(
    'Module.register_full_backward_pre_hook(self, hook, prepend=False)',
  ),
  register_backward_hook: python('Module.register_backward_hook(self, hook)'),
  register_full_backward_hook: python(
    'Module.register_full_backward_hook(self, hook, prepend=False)',
  ),
  register_forward_pre_hook: python(
    'Module.register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False)',
  ),
  register_forward_hook: python(
    'Module.register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False)',
  ),
}

/** Throws what `Module.__init__` throws at any argument. */
export function refuseArguments(args: ArrayLike<unknown>, name: string): void {
  if (args.length === 0) return
  const [key] = isKeywords(args[0]) ? Object.keys(args[0]) : []
  throw new TypeError(
    key === undefined
      ? `${name}.__init__() takes 1 positional argument but ${args.length + 1} were given`
      : `${name}.__init__() got an unexpected keyword argument '${key}'`,
  )
}
