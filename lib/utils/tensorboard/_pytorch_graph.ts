// Mirrors torch/utils/tensorboard/_pytorch_graph.py. Python traces with TorchScript; here the model runs once, and the
// operators that LibTorch saw become the nodes, in the scopes of the modules whose `forward` called them.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { isPlainObject } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { record_function } from '../../autograd/_profiler/record.js'
import { print } from '../../builtins.js'
import { AttributeError, RuntimeError } from '../../errors.js'
import type { Module } from '../../nn/modules/module.js'
import type { Tensor } from '../../types.js'
import type { RemovableHandle } from '../hooks.js'
import { recordOperators } from './_execution_trace.js'
import type { GraphProfile } from './_file_writer.js'
import { GraphBuilder, type Structure } from './_graph_builder.js'
import { serialize } from './_proto.js'

type Loose = Module & ((...args: unknown[]) => unknown)

/** All tensors in nested lists and dicts. */
function tensorsIn(value: unknown): Tensor[] {
  if (isTensor(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(tensorsIn)
  return isPlainObject(value) ? Object.values(value).flatMap(tensorsIn) : []
}

// In the record, a range of this name around an operator that reads a tensor tells which one it is.
function mark(name: string, tensor: Tensor): void {
  record_function(name, () => C.is_same_size(tensor, tensor))
}

// Ranges for the calls of all modules of a model.
function withScopes(model: Module): RemovableHandle[] {
  const handles: RemovableHandle[] = []
  for (const [path, module] of model.named_modules()) {
    const open: { __exit__(): void }[] = []
    handles.push(
      module.register_forward_pre_hook(
        () => {
          open.push(record_function(`module ${path}`).__enter__())
        },
        { prepend: true },
      ),
      module.register_forward_hook(
        () => {
          open.pop()?.__exit__()
        },
        { always_call: true },
      ),
    )
  }
  return handles
}

// Gives what the model gave, with tensors as their numbers among the marks of outputs.
function run(model: Module, args: unknown): Structure {
  if (args === null) throw new RuntimeError('example_kwarg_inputs should be a dict')
  const given = Array.isArray(args) ? args : [args]
  for (const [name, parameter] of model.named_parameters()) mark(`attribute ${name}`, parameter)
  for (const [name, buffer] of model.named_buffers()) mark(`attribute ${name}`, buffer)
  for (const tensor of tensorsIn(given)) mark('input', tensor)
  const handles = withScopes(model)
  try {
    let count = 0
    const structure = (value: unknown): Structure => {
      if (isTensor(value)) {
        mark('output', value)
        return count++
      }
      if (Array.isArray(value)) return value.map(structure)
      return isPlainObject(value) ? Object.values(value).map(structure) : []
    }
    return structure((model as Loose)(...given))
  } finally {
    for (const handle of handles) handle.remove()
  }
}

/** What the scope of each module is called: `Linear[fc1]` by its path. */
function scopeNames(model: Module): Map<string, string> {
  const names = new Map<string, string>()
  for (const [path, module] of model.named_modules()) {
    const name = module._get_name()
    names.set(path, path === '' ? name : `${name}[${path.split('.').at(-1)}]`)
  }
  return names
}

/**
 * The graph of a model as a serialised `GraphDef`, and a `RunMetadata` for it. The model runs once, in evaluation mode,
 * on `args`: a tensor, or a list of arguments. Nodes are called after their operators, where Python's have numbers and
 * the names of variables. `use_strict_trace` is taken and has no effect: lists and dicts are no trouble here.
 */
export function graph(
  model: Module,
  args: unknown,
  verbose = false,
  _use_strict_trace = true,
): GraphProfile {
  if (typeof model?.training !== 'boolean') {
    throw new AttributeError(`'${typeName(model)}' object has no attribute 'training'`)
  }
  const { training } = model
  model.train(false)
  let nodes: ReturnType<GraphBuilder['build']>
  try {
    const { nodes: trace, result } = recordOperators(() => run(model, args))
    nodes = new GraphBuilder(trace, scopeNames(model)).build(result)
  } catch (error) {
    if (error instanceof RuntimeError) {
      print(error)
      print('Error occurs, No graph saved')
    }
    throw error
  } finally {
    model.train(training)
  }
  if (verbose) for (const { name, op, input } of nodes) print(name, op, input)
  const graph_def = serialize('GraphDef', { node: nodes, versions: { producer: 22 } })
  const run_metadata = serialize('RunMetadata', {
    step_stats: { dev_stats: [{ device: '/device:CPU:0' }] },
  })
  return [graph_def, run_metadata]
}
