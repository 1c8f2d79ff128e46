// Mirrors EventMetadata of torch/autograd/profiler_util.py: what Kineto tells of kernels, copies and collectives.

/**
 * Details of an event on a device or of a collective; null where it has none of a kind. Fields are called as in Python:
 * `grid`, `block`, `registers_per_thread`, `bytes`, `stream`, ...
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class EventMetadata {
  readonly [field: string]: unknown

  constructor(fields: Readonly<Record<string, unknown>>) {
    Object.assign(this, fields)
  }
}

const json = (text: string): unknown => JSON.parse(text)
const unquoted = (text: string): string => text.replace(/^"+|"+$/g, '')
const truth = (text: string): boolean => text === '1' || text === 'true'

// Kineto's key, the field, and what reads its text.
const keys: readonly [key: string, field: string, read: (text: string) => unknown][] = [
  ['registers per thread', 'registers_per_thread', Number],
  ['shared memory', 'shared_memory', Number],
  ['grid', 'grid', json],
  ['block', 'block', json],
  ['priority', 'priority', Number],
  ['blocks per SM', 'blocks_per_sm', Number],
  ['warps per SM', 'warps_per_sm', Number],
  ['est. achieved occupancy %', 'est_occupancy_pct', Number],
  ['occupancy', 'occupancy', json],
  ['queued', 'queued', Number],
  ['graph id', 'graph_id', Number],
  ['graph node id', 'graph_node_id', Number],
  ['stream', 'stream', Number],
  ['context', 'context', Number],
  ['channel', 'channel', Number],
  ['channel_type', 'channel_type', Number],
  ['bytes', 'bytes', Number],
  ['memory bandwidth (GB/s)', 'bandwidth_gb_s', Number],
  ['Collective name', 'collective_name', unquoted],
  ['dtype', 'dtype', unquoted],
  ['In msg nelems', 'in_msg_nelems', Number],
  ['Out msg nelems', 'out_msg_nelems', Number],
  ['In split size', 'in_split_size', unquoted],
  ['Out split size', 'out_split_size', unquoted],
  ['Global rank start', 'global_rank_start', Number],
  ['Global rank stride', 'global_rank_stride', Number],
  ['Group size', 'group_size', Number],
  ['Process Group Name', 'process_group_name', unquoted],
  ['Process Group Description', 'process_group_desc', unquoted],
  ['Process Group Ranks', 'group_ranks', unquoted],
  ['Rank', 'rank', Number],
  ['Src Rank', 'src_rank', Number],
  ['Dst Rank', 'dst_rank', Number],
  ['Seq', 'seq', Number],
  ['Is asynchronized op', 'is_async', truth],
]

/** Reads Kineto's texts; null where it told nothing that is known. */
export function _build_metadata(
  extra_meta: Readonly<Record<string, string>>,
): EventMetadata | null {
  const known = keys.some(([key]) => Object.hasOwn(extra_meta, key))
  if (!known) return null
  const fields = Object.fromEntries(
    keys.map(([key, field, read]) => {
      const text = Object.hasOwn(extra_meta, key) ? extra_meta[key] : undefined
      return [field, text === undefined ? null : read(text)]
    }),
  )
  return new EventMetadata(fields)
}
