/**
 * The messages of TensorBoard that are written here, with the fields that are: tensorboard/compat/proto and the plugins'
 * own. A reader takes what is missing for the default.
 */
export const schema = `
syntax = "proto3";

message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what {
    string file_version = 3;
    bytes graph_def = 4;
    Summary summary = 5;
    SessionLog session_log = 7;
    TaggedRunMetadata tagged_run_metadata = 8;
  }
  SourceMetadata source_metadata = 10;
}
message SourceMetadata { string writer = 1; }
message SessionLog {
  enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; STOP = 2; CHECKPOINT = 3; }
  SessionStatus status = 1;
}
message TaggedRunMetadata { string tag = 1; bytes run_metadata = 2; }

message Summary {
  repeated Value value = 1;
  message Value {
    string tag = 1;
    oneof value {
      float simple_value = 2;
      Image image = 4;
      HistogramProto histo = 5;
      Audio audio = 6;
      TensorProto tensor = 8;
    }
    SummaryMetadata metadata = 9;
  }
  message Image {
    int32 height = 1;
    int32 width = 2;
    int32 colorspace = 3;
    bytes encoded_image_string = 4;
  }
  message Audio {
    float sample_rate = 1;
    int64 num_channels = 2;
    int64 length_frames = 3;
    bytes encoded_audio_string = 4;
    string content_type = 5;
  }
}
message SummaryMetadata {
  message PluginData { string plugin_name = 1; bytes content = 2; }
  PluginData plugin_data = 1;
  string display_name = 2;
  string summary_description = 3;
}
message HistogramProto {
  double min = 1;
  double max = 2;
  double num = 3;
  double sum = 4;
  double sum_squares = 5;
  repeated double bucket_limit = 6;
  repeated double bucket = 7;
}

message TensorShapeProto {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2;
}
enum DataType {
  DT_INVALID = 0; DT_FLOAT = 1; DT_DOUBLE = 2; DT_INT32 = 3; DT_UINT8 = 4; DT_INT16 = 5; DT_INT8 = 6; DT_STRING = 7;
  DT_COMPLEX64 = 8; DT_INT64 = 9; DT_BOOL = 10; DT_BFLOAT16 = 14; DT_COMPLEX128 = 18; DT_HALF = 19;
}
message TensorProto {
  DataType dtype = 1;
  TensorShapeProto tensor_shape = 2;
  repeated float float_val = 5;
  repeated double double_val = 6;
  repeated int32 int_val = 7;
  repeated bytes string_val = 8;
  repeated float scomplex_val = 9;
  repeated int64 int64_val = 10;
  repeated bool bool_val = 11;
  repeated double dcomplex_val = 12;
  repeated int32 half_val = 13;
  repeated uint32 uint32_val = 16;
}

message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
message VersionDef { int32 producer = 1; }
message NodeDef {
  string name = 1;
  string op = 2;
  repeated string input = 3;
  map<string, AttrValue> attr = 5;
}
message AttrValue {
  message ListValue { repeated TensorShapeProto shape = 7; }
  oneof value { ListValue list = 1; bytes s = 2; }
}
message RunMetadata { StepStats step_stats = 1; }
message StepStats { repeated DeviceStepStats dev_stats = 1; }
message DeviceStepStats { string device = 1; }

message HParamsPluginData {
  int32 version = 1;
  oneof data {
    Experiment experiment = 2;
    SessionStartInfo session_start_info = 3;
    SessionEndInfo session_end_info = 4;
  }
}
message Experiment { repeated HParamInfo hparam_infos = 4; repeated MetricInfo metric_infos = 5; }
message HParamInfo {
  enum DataType { DATA_TYPE_UNSET = 0; DATA_TYPE_STRING = 1; DATA_TYPE_BOOL = 2; DATA_TYPE_FLOAT64 = 3; }
  string name = 1;
  DataType type = 4;
  oneof domain { ListValue domain_discrete = 5; }
}
message MetricInfo { MetricName name = 1; }
message MetricName { string tag = 2; }
message SessionStartInfo { map<string, Value> hparams = 1; }
message SessionEndInfo {
  enum Status { STATUS_UNKNOWN = 0; STATUS_SUCCESS = 1; STATUS_FAILURE = 2; STATUS_RUNNING = 3; }
  Status status = 1;
}
message Value { oneof kind { double number_value = 2; string string_value = 3; bool bool_value = 4; } }
message ListValue { repeated Value values = 1; }

message PrCurvePluginData { int32 version = 1; uint32 num_thresholds = 2; }
message TextPluginData { int32 version = 1; }
message MeshPluginData {
  enum ContentType { UNDEFINED = 0; VERTEX = 1; FACE = 2; COLOR = 3; }
  int32 version = 1;
  string name = 2;
  ContentType content_type = 3;
  string json_config = 5;
  repeated int32 shape = 6;
  uint32 components = 7;
}
message Layout { int32 version = 1; repeated Category category = 2; }
message Category { string title = 1; repeated Chart chart = 2; }
message Chart {
  string title = 1;
  oneof content { MultilineChartContent multiline = 2; MarginChartContent margin = 3; }
}
message MultilineChartContent { repeated string tag = 1; }
message MarginChartContent {
  message Series { string value = 1; string lower = 2; string upper = 3; }
  repeated Series series = 1;
}
`
