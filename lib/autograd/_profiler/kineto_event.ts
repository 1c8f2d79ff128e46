// An event as LibTorch has it. Mirrors torch._C._autograd._KinetoEvent.

/**
 * An event of a profile. Times are nanoseconds since the start of the trace; undefined is what this version of LibTorch
 * does not know.
 */
export interface KinetoEvent {
  readonly name: string
  readonly overload_name: string
  readonly start_ns: number
  readonly end_ns: number
  readonly start_thread_id: number
  readonly end_thread_id: number
  readonly fwd_thread_id: number
  readonly shapes: number[][]
  readonly dtypes: string[]
  readonly concrete_inputs: unknown[]
  readonly kwinputs: Record<string, unknown>
  readonly stack: string[]
  readonly scope: number
  readonly is_async: boolean
  readonly sequence_nr: number
  readonly device_type: number
  readonly device_index: number
  readonly device_resource_id: number
  readonly nbytes: number
  readonly flops: number
  readonly correlation_id: number
  readonly linked_correlation_id: number
  readonly is_user_annotation: boolean
  readonly is_python_function: boolean
  readonly activity_type: string
  readonly structured_input_shapes: (number[] | number[][])[] | undefined
  readonly structured_input_strides: (number[] | number[][])[] | undefined
  readonly flow_id: number | undefined
  readonly flow_type: number | undefined
  readonly flow_start: boolean | undefined
  readonly external_id: number | undefined
  readonly extra_meta: Record<string, string> | undefined
  readonly metadata_json: string | undefined
  readonly python_id: number | undefined
  readonly python_parent_id: number | undefined
  readonly python_module_id: number | undefined
  readonly is_hidden_event: boolean | undefined
}

type Values = [
  name: KinetoEvent['name'],
  overload_name: KinetoEvent['overload_name'],
  start_ns: KinetoEvent['start_ns'],
  end_ns: KinetoEvent['end_ns'],
  start_thread_id: KinetoEvent['start_thread_id'],
  end_thread_id: KinetoEvent['end_thread_id'],
  fwd_thread_id: KinetoEvent['fwd_thread_id'],
  shapes: KinetoEvent['shapes'],
  dtypes: KinetoEvent['dtypes'],
  concrete_inputs: KinetoEvent['concrete_inputs'],
  kwinputs: KinetoEvent['kwinputs'],
  stack: KinetoEvent['stack'],
  scope: KinetoEvent['scope'],
  is_async: KinetoEvent['is_async'],
  sequence_nr: KinetoEvent['sequence_nr'],
  device_type: KinetoEvent['device_type'],
  device_index: KinetoEvent['device_index'],
  device_resource_id: KinetoEvent['device_resource_id'],
  nbytes: KinetoEvent['nbytes'],
  flops: KinetoEvent['flops'],
  correlation_id: KinetoEvent['correlation_id'],
  linked_correlation_id: KinetoEvent['linked_correlation_id'],
  is_user_annotation: KinetoEvent['is_user_annotation'],
  is_python_function: KinetoEvent['is_python_function'],
  activity_type: KinetoEvent['activity_type'],
  structured_input_shapes: KinetoEvent['structured_input_shapes'],
  structured_input_strides: KinetoEvent['structured_input_strides'],
  flow_id: KinetoEvent['flow_id'],
  flow_type: KinetoEvent['flow_type'],
  flow_start: KinetoEvent['flow_start'],
  external_id: KinetoEvent['external_id'],
  extra_meta: KinetoEvent['extra_meta'],
  metadata_json: KinetoEvent['metadata_json'],
  python_id: KinetoEvent['python_id'],
  python_parent_id: KinetoEvent['python_parent_id'],
  python_module_id: KinetoEvent['python_module_id'],
  is_hidden_event: KinetoEvent['is_hidden_event'],
]

/** Names the values that binding/profiler_events.cc gives, in its order. */
export function readEvent(row: readonly unknown[]): KinetoEvent {
  const [
    name,
    overload_name,
    start_ns,
    end_ns,
    start_thread_id,
    end_thread_id,
    fwd_thread_id,
    shapes,
    dtypes,
    concrete_inputs,
    kwinputs,
    stack,
    scope,
    is_async,
    sequence_nr,
    device_type,
    device_index,
    device_resource_id,
    nbytes,
    flops,
    correlation_id,
    linked_correlation_id,
    is_user_annotation,
    is_python_function,
    activity_type,
    structured_input_shapes,
    structured_input_strides,
    flow_id,
    flow_type,
    flow_start,
    external_id,
    extra_meta,
    metadata_json,
    python_id,
    python_parent_id,
    python_module_id,
    is_hidden_event,
  ] = row as Values
  return {
    name,
    overload_name,
    start_ns,
    end_ns,
    start_thread_id,
    end_thread_id,
    fwd_thread_id,
    shapes,
    dtypes,
    concrete_inputs,
    kwinputs,
    stack,
    scope,
    is_async,
    sequence_nr,
    device_type,
    device_index,
    device_resource_id,
    nbytes,
    flops,
    correlation_id,
    linked_correlation_id,
    is_user_annotation,
    is_python_function,
    activity_type,
    structured_input_shapes,
    structured_input_strides,
    flow_id,
    flow_type,
    flow_start,
    external_id,
    extra_meta,
    metadata_json,
    python_id,
    python_parent_id,
    python_module_id,
    is_hidden_event,
  }
}
