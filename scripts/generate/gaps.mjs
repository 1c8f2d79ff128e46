// @ts-check
// What Python has and this library does not, and the other way round; one reason per row.
//
// A name is a full path, or a prefix that ends in `*`. A row must match something that is missing
// and nothing that is there: whoever adds a name takes it out of here.

/**
 * @typedef {{ reason: string, names: readonly string[] }} Row
 */

const TORCHSCRIPT = [
  ...['AliasDb', 'AnyType', 'Argument', 'ArgumentSpec', 'AwaitType', 'BenchmarkConfig'],
  ...['BenchmarkExecutionStats', 'Block', 'BoolType', 'BufferDict', 'CallStack', 'Capsule'],
  ...['ClassType', 'Code', 'CompilationUnit', 'CompleteArgumentSpec', 'ComplexType'],
  ...['ConcreteModuleType', 'ConcreteModuleTypeBuilder', 'DeepCopyMemoTable'],
  ...['DeserializationStorageContext', 'DeviceObjType', 'DictType', 'EnumType', 'ErrorReport'],
  ...['ExecutionPlan', 'FileCheck', 'FloatType', 'FunctionSchema', 'FutureType', 'Gradient'],
  ...['Graph', 'GraphExecutorState', 'IODescriptor', 'InferredType', 'IntType', 'InterfaceType'],
  ...['JITException', 'ListType', 'LiteScriptModule', 'LockingLogger', 'LoggerBase', 'ModuleDict'],
  ...['Node', 'NoneType', 'NoopLogger', 'NumberType', 'OperatorInfo', 'OptionalType'],
  ...['ParameterDict', 'PyObjectType', 'PyTorchFileReader', 'PyTorchFileWriter', 'RRefType'],
  ...['Script*', 'SerializationStorageContext', 'StaticModule', 'StreamObjType', 'StringType'],
  ...['SymBoolType', 'SymIntType', 'TensorType', 'ThroughputBenchmark', 'TracingState'],
  ...['TupleType', 'Type', 'UnionType', 'Use', 'Value', 'AggregationType', 'AVG', 'SUM'],
  ...['import_ir_module', 'import_ir_module_from_buffer', 'merge_type_from_type_comment'],
  ...['parse_ir', 'parse_schema', 'parse_type_comment', 'unify_type_list', 'jit', 'classes', 'cpp'],
].map((name) => `torch.${name}`)

/** @type {readonly Row[]} */
export const gaps = [{ reason: 'TorchScript: programs are TypeScript here', names: TORCHSCRIPT }]

/** @type {readonly Row[]} */
export const ours = []
