// An event as LibTorch has it. Mirrors torch._C._autograd._KinetoEvent.

/**
 * An event of a profile. Times are nanoseconds since the start of the trace; undefined is what this version of LibTorch
 * does not know.
 */
export class KinetoEvent {
  /** In the order in which binding/profiler_events.cc gives the values. */
  constructor(
    readonly name: string,
    readonly overload_name: string,
    readonly start_ns: number,
    readonly end_ns: number,
    readonly start_thread_id: number,
    readonly end_thread_id: number,
    readonly fwd_thread_id: number,
    readonly shapes: number[][],
    readonly dtypes: string[],
    readonly concrete_inputs: unknown[],
    readonly kwinputs: Record<string, unknown>,
    readonly stack: string[],
    readonly scope: number,
    readonly is_async: boolean,
    readonly sequence_nr: number,
    readonly device_type: number,
    readonly device_index: number,
    readonly device_resource_id: number,
    readonly nbytes: number,
    readonly flops: number,
    readonly correlation_id: number,
    readonly linked_correlation_id: number,
    readonly is_user_annotation: boolean,
    readonly is_python_function: boolean,
    readonly activity_type: string,
    readonly structured_input_shapes: (number[] | number[][])[] | undefined,
    readonly structured_input_strides: (number[] | number[][])[] | undefined,
    readonly flow_id: number | undefined,
    readonly flow_type: number | undefined,
    readonly flow_start: boolean | undefined,
    readonly external_id: number | undefined,
    readonly extra_meta: Record<string, string> | undefined,
    readonly metadata_json: string | undefined,
    readonly python_id: number | undefined,
    readonly python_parent_id: number | undefined,
    readonly python_module_id: number | undefined,
    readonly is_hidden_event: boolean | undefined,
  ) {}
}

/** Names the values of one event of the addon. */
export function readEvent(row: readonly unknown[]): KinetoEvent {
  return new KinetoEvent(...(row as ConstructorParameters<typeof KinetoEvent>))
}
