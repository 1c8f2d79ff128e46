// Mirrors torch/utils/tensorboard/_embedding.py.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as C from '../../_generated/torch_functions.js'
import { floatRepr, pyStr } from '../../_repr.js'
import { float64, uint8 } from '../../dtype.js'
import { AssertionError, ValueError } from '../../errors.js'
import { fromarray } from '../../PIL/Image.js'
import type { Tensor } from '../../types.js'
import { make_np } from './_convert_np.js'
import { make_grid } from './_utils.js'

/** Where the projector finds the parts of an embedding; paths are relative to its configuration. */
export interface EmbeddingInfo {
  tensor_name: string
  tensor_path: string
  metadata_path?: string
  sprite?: { image_path: string; single_image_dim: [width: number, height: number] }
}

/** Writes a label for each row, or with a header several, to `metadata.tsv`. */
export function make_tsv(
  metadata: readonly unknown[],
  save_path: string,
  metadata_header: readonly string[] | null = null,
): void {
  let lines: string[]
  if (metadata_header === null || metadata_header.length === 0) {
    lines = metadata.map(pyStr)
  } else {
    const rows = metadata as readonly (readonly unknown[])[]
    if (metadata_header.length !== rows[0]?.length) {
      throw new AssertionError('len of header must be equal to the number of columns in metadata')
    }
    lines = [metadata_header, ...rows].map((row) => row.map(pyStr).join('\t'))
  }
  writeFileSync(join(save_path, 'metadata.tsv'), `${lines.join('\n')}\n`)
}

/** Writes images (N, C, H, W) as one square of them to `sprite.png`. */
export function make_sprite(label_img: Tensor, save_path: string): void {
  const perRow = Math.ceil(label_img.size(0) ** 0.5)
  const grid = make_grid(make_np(label_img), perRow)
  const [, height, width] = grid.shape as unknown as [number, number, number]
  if (height > width) {
    throw new ValueError(
      `could not broadcast input array from shape (${height},${width},3) into shape (${width},${width},3)`,
    )
  }
  const square = C.zeros([width, width, 3], { dtype: float64 })
  square.narrow(0, 0, height).copy_(grid.permute(1, 2, 0))
  const bytes = square.mul(255).clamp(0, 255).to(uint8)
  fromarray(bytes).save(join(save_path, 'sprite.png'), 'PNG')
}

/** What the projector has to know of an embedding. */
export function get_embedding_info(
  metadata: unknown,
  label_img: Tensor | null,
  subdir: string,
  global_step: number | bigint,
  tag: string,
): EmbeddingInfo {
  const info: EmbeddingInfo = {
    tensor_name: `${tag}:${zfill(global_step)}`,
    tensor_path: join(subdir, 'tensors.tsv'),
  }
  if (metadata !== null) info.metadata_path = join(subdir, 'metadata.tsv')
  if (label_img !== null) {
    const single_image_dim: [number, number] = [label_img.size(3), label_img.size(2)]
    info.sprite = { image_path: join(subdir, 'sprite.png'), single_image_dim }
  }
  return info
}

/** `str(step).zfill(5)`. */
export function zfill(step: number | bigint): string {
  const text = String(step)
  return text.startsWith('-') ? `-${text.slice(1).padStart(4, '0')}` : text.padStart(5, '0')
}

const escapes: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  39: "\\'",
  92: '\\\\',
}

// As protocol buffers' text has strings: what is not printable in octal.
function quoted(text: string): string {
  const chars = Array.from(text, (char) => {
    const code = char.codePointAt(0) as number
    if (escapes[code] !== undefined) return escapes[code]
    return code < 32 || code === 127 ? `\\${code.toString(8).padStart(3, '0')}` : char
  })
  return `"${chars.join('')}"`
}

/** The projector's configuration as text. */
export function projectorText(embeddings: readonly EmbeddingInfo[]): string {
  const lines: string[] = []
  for (const { tensor_name, metadata_path, sprite, tensor_path } of embeddings) {
    lines.push('embeddings {', `  tensor_name: ${quoted(tensor_name)}`)
    if (metadata_path !== undefined) lines.push(`  metadata_path: ${quoted(metadata_path)}`)
    if (sprite !== undefined) {
      lines.push('  sprite {', `    image_path: ${quoted(sprite.image_path)}`)
      for (const size of sprite.single_image_dim) lines.push(`    single_image_dim: ${size}`)
      lines.push('  }')
    }
    lines.push(`  tensor_path: ${quoted(tensor_path)}`, '}')
  }
  return lines.map((line) => `${line}\n`).join('')
}

/** Writes the projector's configuration into a log folder. */
export function write_pbtxt(save_path: string, contents: string): void {
  writeFileSync(join(save_path, 'projector_config.pbtxt'), contents)
}

/** Writes the rows of a matrix to `tensors.tsv`. */
export function make_mat(matlist: Tensor, save_path: string): void {
  const { is_floating_point } = matlist.dtype
  const text = is_floating_point ? floatRepr : pyStr
  const rows = matlist.tolist() as number[][]
  const lines = rows.map((row) => `${row.map(text as (value: number) => string).join('\t')}\n`)
  writeFileSync(join(save_path, 'tensors.tsv'), lines.join(''))
}
