// @ts-check
// What Python has and this library does not, and the other way round; one reason per row.
//
// A name is a full path, or a prefix that ends in `*`. A row must match something that is missing
// and nothing that is there: whoever adds a name takes it out of here.

/**
 * @typedef {{ reason: string, names: readonly string[] }} Row
 */

/** @type {(module: string, names: string) => string[]} */
const of = (module, names) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${module}.${name}`)

/** @type {readonly Row[]} */
const outOfScope = [
  {
    reason: 'TorchScript; programs are TypeScript here',
    names: of(
      'torch',
      `AVG AggregationType AliasDb AnyType Argument ArgumentSpec AwaitType BenchmarkConfig
      BenchmarkExecutionStats Block BoolType BufferDict CallStack Capsule ClassType Code
      CompilationUnit CompleteArgumentSpec ComplexType ConcreteModuleType ConcreteModuleTypeBuilder
      DeepCopyMemoTable DeserializationStorageContext DeviceObjType DictType EnumType ErrorReport
      ExecutionPlan FileCheck FloatType FunctionSchema Future FutureType Gradient Graph
      GraphExecutorState IODescriptor InferredType IntType InterfaceType JITException ListType
      LiteScriptModule LockingLogger LoggerBase ModuleDict Node NoneType NoopLogger NumberType
      OperatorInfo OptionalType ParameterDict PyObjectType PyTorchFileReader PyTorchFileWriter
      RRefType SUM Script* SerializationStorageContext StaticModule StreamObjType StringType
      SymBoolType SymIntType TensorType ThroughputBenchmark TracingState TupleType Type UnionType
      Use Value classes cpp fork futures import_ir_module import_ir_module_from_buffer jit
      merge_type_from_type_comment parse_ir parse_schema parse_type_comment unify_type_list wait`,
    ),
  },
  {
    reason: 'torch.compile, torch.export and symbolic shapes; there is no compiler here',
    names: [
      ...of('torch', 'SymBool SymFloat SymInt compile compiler cond export fx while_loop'),
      ...of('torch', 'sym_float sym_fresh_size sym_int sym_ite sym_max sym_min sym_not sym_sqrt'),
      'torch.sym_sum',
      'torch.nn.Module.compile',
    ],
  },
  {
    reason: 'several processes; worker threads share memory here',
    names: [
      ...of('torch', 'distributed multiprocessing prepare_multiprocessing_environment'),
      ...of('torch.nn', 'DataParallel parallel'),
      ...of('torch.UntypedStorage', 'filename from_file share_memory_'),
    ],
  },
  {
    reason: "torch.ao's quantization tools",
    names: [
      ...of('torch', 'ao quantization quantized_gru quantized_lstm'),
      ...of('torch.nn', 'intrinsic qat quantizable quantized'),
    ],
  },
  {
    reason: 'storages with a dtype, which Python itself has given up for UntypedStorage',
    names: [
      ...of(
        'torch',
        `BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage
        ComplexFloatStorage DoubleStorage FloatStorage HalfStorage IntStorage LongStorage
        QInt32Storage QInt8Storage QUInt2x4Storage QUInt4x2Storage QUInt8Storage ShortStorage
        Storage StorageBase storage Tensor.storage_type`,
      ),
      ...of(
        'torch.cuda',
        `BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage
        ComplexFloatStorage DoubleStorage FloatStorage HalfStorage IntStorage LongStorage
        ShortStorage`,
      ),
      ...of(
        'torch.UntypedStorage',
        `bfloat16 bool byte char complex_double complex_float double float float8_e4m3fn
        float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz half int is_sparse is_sparse_csr long new short`,
      ),
    ],
  },
  {
    reason: 'deprecated in Python, and not used by tutorials',
    names: [
      ...of('torch', 'set_default_tensor_type Tensor.resize Tensor.resize_as Tensor.volatile'),
      ...of(
        'torch.cuda',
        `BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor
        IntTensor LongTensor ShortTensor`,
      ),
      ...of('torch.autograd', 'NestedIOFunction Variable variable profiler_legacy'),
      ...of(
        'torch.utils.data',
        `DFIterDataPipe DataChunk IterDataPipe MapDataPipe argument_validation datapipes
        functional_datapipe graph graph_settings guaranteed_datapipes_determinism non_deterministic
        runtime_validation runtime_validation_disabled`,
      ),
    ],
  },
  {
    reason: 'accelerators other than CUDA',
    names: [
      ...of('torch', 'mps mtia xpu'),
      ...of('torch.mps', '*'),
      ...of('torch.xpu', '*'),
      ...of('torch.Tensor', 'ipu is_ipu is_maia is_mtia is_vulkan is_xla mtia xpu'),
      ...of('torch.nn.Module', 'ipu mtia xpu'),
      ...of('torch.UntypedStorage', 'hpu is_hpu mps'),
      ...of('torch', 'get_autocast_ipu_dtype get_autocast_xla_dtype is_autocast_ipu_enabled'),
      ...of('torch', 'is_autocast_xla_enabled set_autocast_ipu_dtype set_autocast_ipu_enabled'),
      ...of('torch', 'set_autocast_xla_dtype set_autocast_xla_enabled'),
    ],
  },
  {
    reason: "plumbing of Python's own: dispatch modes, subclasses, packages, extension hooks",
    names: [
      ...of(
        'torch',
        `DisableTorchFunction DisableTorchFunctionSubclass DispatchKey DispatchKeySet
        ExcludeDispatchKeyGuard FatalError Tag classproperty compiled_with_cxx11_abi get_file_path
        init_num_threads library monitor overrides package
        profiler_allow_cudagraph_cupti_lazy_reinit_cuda12 thread_safe_generator torch_version types
        Tensor.as_subclass`,
      ),
      ...of('torch.random', 'thread_safe_generator'),
      'torch.fft.Tensor',
      ...of('torch.nn', 'common_types factory_kwargs'),
      ...of('torch.nn.Module', 'T_destination call_super_init dump_patches'),
      ...of('torch.nn.functional', 'assert_int_or_pair'),
      ...of('torch.nn.parameter', 'UninitializedTensorMixin'),
      ...of('torch.optim.Optimizer', 'OptimizerPostHook OptimizerPreHook profile_hook_step'),
      'torch.overrides.*',
      'torch.signal.windows.windows',
      ...of(
        'torch.utils',
        `ThroughputBenchmark backcompat backend_registration collect_env cpp_backtrace
        generate_methods_for_privateuse1_backend get_cpp_backtrace rename_privateuse1_backend
        set_module throughput_benchmark weak`,
      ),
      ...of('torch.utils.data', 'dataloader dataset sampler'),
      ...of('torch.utils.hooks', 'unserializable_hook warn_if_has_hooks'),
      ...of('torch.dtype', 'abbr'),
    ],
  },
  {
    reason: 'kernels of FlashAttention that Python packages bring',
    names: of(
      'torch.nn.attention',
      `activate_flash_attention_impl current_flash_attention_impl list_flash_attention_impls
      register_flash_attention_impl restore_flash_attention_impl`,
    ),
  },
  {
    reason:
      "profiling that needs Python: its memory profiler, its own bindings' ranges and settings",
    names: [
      ...of('torch.profiler', 'itt profile.export_memory_timeline'),
      'torch.autograd.profiler.profile.config',
    ],
  },
  {
    reason: 'traces of nvprof, which CUDA has given up',
    names: of('torch.autograd.profiler', 'load_nvprof parse_nvprof_trace'),
  },
  {
    reason: 'modes that see every operator call, which only Python can install',
    names: [
      'torch.autograd.graph.allow_mutation_on_saved_tensors',
      ...of(
        'torch.utils.checkpoint',
        `CheckpointPolicy SAC_IGNORED_OPS SelectiveCheckpointContext
        create_selective_checkpoint_contexts set_checkpoint_debug_enabled`,
      ),
    ],
  },
  {
    reason: 'settings of torch.compile and of captured CUDA graphs',
    names: of(
      'torch.autograd.graph',
      `region_activation_memory_budget set_override_stale_capture_stream
      set_warn_on_accumulate_grad_stream_mismatch`,
    ),
  },
  {
    reason: 'DLPack capsules are Python objects; from_numpy shares memory here',
    names: [...of('torch', 'from_dlpack to_dlpack utils.dlpack'), 'torch.utils.dlpack.*'],
  },
  {
    reason: 'models that are Python code; weights load by torch.hub.load_state_dict_from_url',
    names: of('torch.hub', 'help list load'),
  },
  {
    reason: 'files that keep the source of Python classes, and storage classes of old',
    names: of(
      'torch.serialization',
      `SourceChangeWarning check_module_version_greater_or_equal mkdtemp normalize_storage_type
      storage_to_tensor_type validate_hpu_device`,
    ),
  },
  {
    reason: 'memory of other byte orders, which torch.load turns round, and of Python buffers',
    names: of('torch.UntypedStorage', 'byteswap from_buffer'),
  },
]

/** @type {readonly Row[]} */
const torchvision = [
  {
    reason: 'data sets that no tutorial reads',
    names: of(
      'torchvision.datasets',
      `CLEVRClassification CREStereo Caltech101 Caltech256 CarlaStereo CelebA Cityscapes
      CocoCaptions CocoDetection Country211 DTD ETH3DStereo EuroSAT FER2013 FGVCAircraft
      FallingThingsStereo Flickr30k Flickr8k Flowers102 FlyingChairs FlyingThings3D Food101 GTSRB
      HD1K HMDB51 INaturalist ImageNet Imagenette InStereo2k Kinetics Kitti Kitti2012Stereo
      Kitti2015Stereo KittiFlow LFWPairs LFWPeople LSUN LSUNClass Middlebury2014Stereo MovingMNIST
      Omniglot OxfordIIITPet PCAM PhotoTour Places365 RenderedSST2 SBDataset SBU SEMEION STL10
      SUN397 SVHN SceneFlowStereo Sintel SintelStereo StanfordCars UCF101 USPS VOCDetection
      VOCSegmentation WIDERFace wrap_dataset_for_transforms_v2
      utils.download_file_from_google_drive`,
    ),
  },
  {
    reason: 'files of torchvision, whose names are one level up',
    names: [
      ...of(
        'torchvision.datasets',
        `caltech celeba cifar cityscapes clevr coco country211 dtd eurosat fakedata fer2013
        fgvc_aircraft flickr flowers102 food101 gtsrb hmdb51 imagenet imagenette inaturalist kinetics
        kitti lfw lsun moving_mnist omniglot oxford_iiit_pet pcam phototour places365 rendered_sst2
        sbd sbu semeion stanford_cars stl10 sun397 svhn ucf101 usps video_utils vision voc widerface`,
      ),
      ...of('torchvision.ops', 'ciou_loss deform_conv diou_loss drop_block focal_loss giou_loss'),
      ...of('torchvision.transforms', 'autoaugment transforms'),
      'torch.utils.tensorboard.writer',
    ],
  },
  {
    reason: 'planned: detection, video, optical flow and quantized models; MaxVit',
    names: of(
      'torchvision.models',
      'MaxVit MaxVit_T_Weights detection maxvit maxvit_t optical_flow quantization video',
    ),
  },
  {
    reason: 'planned: key points, rotated boxes, videos and automatic augmentation of version 2',
    names: [
      ...of(
        'torchvision.transforms.v2',
        `AugMix AutoAugment ClampKeyPoints JPEG RandAugment RandomIoUCrop SanitizeKeyPoints
        TrivialAugmentWide UniformTemporalSubsample check_type get_keypoints has_all has_any`,
      ),
      ...of(
        'torchvision.transforms.v2.functional',
        `clamp_keypoints get_image_num_channels get_image_size get_num_frames jpeg register_kernel
        sanitize_keypoints to_tensor uniform_temporal_subsample`,
      ),
      ...of('torchvision.tv_tensors', 'KeyPoints set_return_type'),
    ],
  },
  {
    reason: "codecs, readers and operators that are compiled into torchvision's wheel",
    names: [
      ...of('torchvision', 'extension get_video_backend set_video_backend'),
      ...of('torchvision.io', 'decode_avif decode_heic'),
      ...of('torchvision.ops', 'PSRoIAlign PSRoIPool ps_roi_align ps_roi_pool'),
      'torchvision.transforms.functional.accimage',
    ],
  },
  {
    reason: 'plumbing of Python modules',
    names: of('torchvision', 'disable_beta_transforms_warning version'),
  },
  {
    reason: 'ONNX files; TensorBoard reads graphs by add_graph',
    names: ['torch.utils.tensorboard.SummaryWriter.add_onnx_graph'],
  },
]

/** @type {readonly Row[]} */
const planned = [
  { reason: 'planned: distributions', names: of('torch', 'distributions distributions.*') },
  {
    reason: 'planned: nested, masked and semi-structured tensors',
    names: [
      ...of('torch', 'nested nested.*'),
      ...of(
        'torch.masked',
        'MaskedTensor as_masked_tensor is_masked_tensor masked_tensor maskedtensor',
      ),
      ...of(
        'torch.sparse',
        `SparseSemiStructuredTensor SparseSemiStructuredTensorCUSPARSELT
        SparseSemiStructuredTensorCUTLASS as_sparse_gradcheck check_sparse_tensor_invariants
        semi_structured to_sparse_semi_structured`,
      ),
    ],
  },
  {
    reason: 'planned: streams, events, graphs and statistics of devices',
    names: [
      ...of('torch', 'AcceleratorError Event Stream accelerator accelerator.*'),
      ...of('torch', 'get_device_module'),
      ...of('torch.cpu', 'Event Stream StreamContext current_stream get_capabilities stream'),
      ...of('torch.Generator', 'get_offset graphsafe_get_state graphsafe_set_state set_offset'),
      'torch.UntypedStorage.pin_memory',
      ...of(
        'torch.cuda',
        `CUDAGraph CUDAPluggableAllocator CudaError DeferredCudaCallError Event ExternalStream
        GreenContext MemPool Stream StreamContext caching_allocator_alloc caching_allocator_delete
        caching_allocator_disabled caching_allocator_enable can_device_access_peer
        change_current_allocator check_error clock_rate cudaStatus cudart current_blas_handle
        current_solver_handle current_stream default_generators default_stream device_memory_used
        device_of gds get_allocator_backend get_arch_list get_gencode_flags get_per_process_memory_fraction get_stream_from_external get_sync_debug_mode graph graph_pool_handle graphs green_contexts
        has_half has_magma host_memory_stats host_memory_stats_as_nested_dict ipc_collect
        is_current_stream_capturing is_tf32_supported jiterator
        list_gpu_processes make_graphed_callables max_memory_cached mem_get_info memory
        memory_cached memory_snapshot memory_stats memory_stats_as_nested_dict memory_summary
        memory_usage nccl nvtx power_draw profiler random reset_accumulated_host_memory_stats
        reset_accumulated_memory_stats reset_max_memory_allocated reset_max_memory_cached
        reset_peak_host_memory_stats set_per_process_memory_fraction set_stream set_sync_debug_mode sparse stream streams temperature tunable use_mem_pool
        utilization`,
      ),
    ],
  },
  {
    reason: 'planned: settings of backends',
    names: [
      ...of(
        'torch.backends.cuda',
        `blas_workspace_size cuBLASModule cuFFTPlanCache cuFFTPlanCacheAttrContextProp
        cuFFTPlanCacheManager cublas_workspace_size cublaslt_workspace_size
        cufft_plan_cache preferred_blas_library preferred_linalg_library
        preferred_rocm_fa_library`,
      ),
      'torch.backends.cudnn.benchmark_limit',
      'torch.backends.mkl.verbose',
      ...of('torch.backends.mkldnn', 'allow_tf32 deterministic'),
    ],
  },
  {
    reason: 'planned: low-discrepancy sequences, eigen solvers',
    names: of('torch', 'lobpcg quasirandom quasirandom.*'),
  },
  {
    reason: 'planned',
    names: of('torch', 'version utils.deterministic'),
  },
]

export const gaps = [...outOfScope, ...torchvision, ...planned]

/**
 * How far something goes whose names are all here.
 * @type {readonly { path: string, text: string }[]}
 */
export const extents = [
  {
    path: 'torch.func',
    text: `every transform drives LibTorch's own layers, at any depth, with hooks, modules, random operators and custom
functions that have a \`setup_context\`. An operator without a batching rule is computed sample by sample with Python's
warning, or refused with Python's error. Forward mode's levels are the process's, in Python too: one thread at a time.`,
  },
  {
    path: 'torch.profiler',
    text: `CPU events with shapes, memory and FLOPs, ranges, schedules, tables and chrome traces as in Python. \`with_stack\`
and \`with_modules\` add nothing: LibTorch reads the stacks of Python and of TorchScript. A profile that ended inside of a
backward pass cannot be started again there, where Python would write to memory that is gone. Events of a GPU come from
LibTorch as they are; no test has seen them.`,
  },
  {
    path: 'torch.Tensor.share_memory_',
    text: 'there is one process here, so it changes nothing, and `is_shared` says false.',
  },
]

/**
 * Names that are neither Python's nor camelCase.
 * @type {readonly Row[]}
 */
export const ours = [
  { reason: 'slices of indices', names: ['torch.Slice'] },
  { reason: 'frees early', names: ['torch.Tensor.dispose'] },
  {
    reason: "public in Python's torch._tensor_str, torch._C or as constants",
    names: [
      ...of('torch', 'get_printoptions printoptions'),
      ...of('torch.autograd', 'is_grad_enabled is_inference_mode_enabled Function.apply_jvp'),
      ...of(
        'torch.autograd.grad_mode',
        `is_grad_enabled is_inference_mode_enabled is_multithreading_enabled
        is_view_replay_enabled`,
      ),
      ...of('torch.nn.functional', 'GRID_SAMPLE_INTERPOLATION_MODES GRID_SAMPLE_PADDING_MODES'),
      ...of('torch.random', 'Generator default_generator'),
      'torch.unique_dim',
      'torch.backends.cudnn.is_available',
      ...of('torch.autograd.profiler_util', 'MEMORY_EVENT_NAME OUT_OF_MEMORY_EVENT_NAME'),
    ],
  },
  {
    reason: "of Python's module mmap",
    names: of('torch.serialization', 'MAP_PRIVATE MAP_SHARED'),
  },
  {
    reason: 'a module of Python that its parent does not import by itself',
    names: [
      'torch.nn.attention.bias',
      'torch.nn.utils.prune',
      ...of('torch.utils', 'benchmark model_zoo tensorboard'),
      'torchvision.tv_tensors',
    ],
  },
  {
    reason: 'what downloads throw and say of themselves',
    names: of('torchvision.datasets.utils', 'HTTPError URLError USER_AGENT'),
  },
  {
    reason: 'the same as the classic functions',
    names: of('torchvision.transforms.v2.functional', 'pil_to_tensor to_pil_image'),
  },
  {
    reason: 'how lists of modules keep their items',
    names: ['ModuleList', 'Sequential'].flatMap((c) => of(`torch.nn.${c}`, 'list renumber')),
  },
  {
    reason: "all of a kind, by LibTorch's number; the number; equality",
    names: [
      ...of('torch', 'dtypes layouts memory_formats qschemes'),
      ...of('torch', 'dtype.code device.equals'),
    ],
  },
]
