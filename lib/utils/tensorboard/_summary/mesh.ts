// Mirrors mesh of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { as_tensor, type TensorData } from '../../../creation.js'
import { ValueError } from '../../../errors.js'
import { pythonJson } from '../_json.js'
import { Summary, type SummaryValue, serialize } from '../_proto.js'
import { floatTensor, pluginMetadata } from './scalar.js'

const kinds = { VERTEX: 1, FACE: 2, COLOR: 3 }
type Kind = keyof typeof kinds

const bind = initializer<
  [
    tag: string,
    vertices: TensorData | null,
    colors: TensorData | null,
    faces: TensorData | null,
    config_dict: Readonly<Record<string, unknown>> | null,
    display_name: string | null,
    description: string | null,
  ]
>()('mesh(tag, vertices, colors, faces, config_dict, display_name=None, description=None)', {
  dicts: ['config_dict'],
})

/**
 * Meshes or clouds of points: vertices (B, N, 3), a colour for each (B, N, 3), and faces (B, M, 3) by the numbers of
 * their vertices. `config_dict` is for three.js.
 *
 * @example
 * mesh('cloud', torch.rand(1, 5, 3), null, null, null).value[0].tag // 'cloud_VERTEX'
 */
export function mesh(...args: ArgumentsOf<typeof bind>): Summary {
  const { tag, vertices, colors, faces, config_dict, display_name, description } = bind(args)
  const parts: [Kind, TensorData | null][] = [
    ['VERTEX', vertices],
    ['FACE', faces],
    ['COLOR', colors],
  ]
  const present = parts.filter((part): part is [Kind, TensorData] => part[1] !== null)
  const fields = {
    version: 0,
    name: tag,
    components: present.reduce((mask, [kind]) => mask | (1 << kinds[kind]), 0),
    json_config: config_dict === null ? '{}' : pythonJson(config_dict),
  }
  const value = present.map(([kind, data]): SummaryValue => {
    const tensor = as_tensor(data)
    const shape = [...tensor.shape]
    if (shape.length !== 3) {
      throw new ValueError(`Tensor shape should be of shape BxNx3, but got ${tensor.shape}.`)
    }
    const content = serialize('MeshPluginData', { ...fields, content_type: kinds[kind], shape })
    const metadata = {
      ...pluginMetadata('mesh', content),
      ...(display_name === null ? {} : { display_name }),
      ...(description === null ? {} : { summary_description: description }),
    }
    const values = tensor.reshape(-1).tolist() as number[]
    return { tag: `${tag}_${kind}`, tensor: floatTensor(values, shape), metadata }
  })
  return new Summary({ value })
}
