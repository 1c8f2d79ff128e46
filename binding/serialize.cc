#include "serialize.h"

#include <ATen/EmptyTensor.h>
#include <c10/core/DispatchKeySet.h>
#include <caffe2/serialize/inline_container.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "convert/arg.h"
#include "convert/typed_array.h"
#include "entry.h"

namespace torch_node {

namespace {

using caffe2::serialize::PyTorchStreamReader;
using caffe2::serialize::PyTorchStreamWriter;

// An archive in JavaScript's memory. The typed array is asked for its memory
// again at each call: between two of them it may have been detached or resized.
class BufferAdapter final : public caffe2::serialize::ReadAdapterInterface {
 public:
  BufferAdapter(napi_env env, napi_value array) {
    Check(napi_create_reference(env, array, 1, &array_));
    Refresh(env);
  }
  void Refresh(napi_env env) {
    napi_value array = nullptr;
    Check(napi_get_reference_value(env, array_, &array));
    auto memory = ReadTypedArray(env, array);
    data_ = static_cast<const char*>(memory->data);
    size_ = data_ == nullptr
                ? 0
                : memory->length * c10::elementSize(memory->dtype);
  }
  void Release(napi_env env) {
    if (array_ != nullptr) napi_delete_reference(env, array_);
    array_ = nullptr;
  }
  size_t size() const override { return size_; }
  size_t read(uint64_t at, void* to, size_t count,
              const char* = "") const override {
    if (at >= size_) return 0;
    count = std::min(count, size_ - static_cast<size_t>(at));
    std::memcpy(to, data_ + at, count);
    return count;
  }

 private:
  napi_ref array_ = nullptr;
  const char* data_ = nullptr;
  size_t size_ = 0;
};

struct Archive {
  std::shared_ptr<BufferAdapter> buffer;  // null for a file
  std::unique_ptr<PyTorchStreamReader> reader;
  uint64_t bytes = 0;
};

}  // namespace

struct ArchiveTable {
  std::unordered_map<int64_t, Archive> open;
  int64_t next = 1;
};

namespace {

Archive& ArchiveArg(AddonData& data, napi_value value) {
  int64_t id = IntArg(data, value);
  if (data.archives != nullptr) {
    auto found = data.archives->open.find(id);
    if (found != data.archives->open.end()) {
      if (found->second.buffer) found->second.buffer->Refresh(data.env);
      return found->second;
    }
  }
  ThrowValueError("there is no open archive of this number");
}

std::string StringArg(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.kind != Kind::kString) {
    ThrowTypeError("expected a string, not " + TypeName(data.env, arg));
  }
  return ToString(data.env, value);
}

// (path or typed array): the number of the opened archive
napi_value ZipOpen(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  Archive archive;
  if (Classify(env, args[0]).kind == Kind::kString) {
    std::string path = StringArg(data, args[0]);
    archive.reader = std::make_unique<PyTorchStreamReader>(path);
    archive.bytes = std::filesystem::file_size(path);
  } else {
    if (!ReadTypedArray(env, args[0])) ThrowTypeError("expected a typed array");
    archive.buffer = std::make_shared<BufferAdapter>(env, args[0]);
    archive.bytes = archive.buffer->size();
    try {
      archive.reader = std::make_unique<PyTorchStreamReader>(
          std::shared_ptr<caffe2::serialize::ReadAdapterInterface>(
              archive.buffer));
    } catch (...) {
      archive.buffer->Release(env);
      throw;
    }
  }
  if (data.archives == nullptr) {
    data.archives = std::make_shared<ArchiveTable>();
  }
  int64_t id = data.archives->next++;
  data.archives->open.emplace(id, std::move(archive));
  return Integer(env, id);
}

napi_value ZipClose(AddonData& data, const Arguments& args) {
  Archive& archive = ArchiveArg(data, args[0]);
  if (archive.buffer) archive.buffer->Release(data.env);
  data.archives->open.erase(IntArg(data, args[0]));
  return Undefined(data.env);
}

napi_value ZipRecords(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  std::vector<std::string> names =
      ArchiveArg(data, args[0]).reader->getAllRecords();
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, names.size(), &array));
  for (size_t i = 0; i < names.size(); ++i) {
    Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                           Text(env, names[i])));
  }
  return array;
}

// The size that the archive's directory tells, before anything is allocated:
// no compression of zip archives gains more than a factor of 1032.
size_t RecordSize(const Archive& archive, const std::string& name) {
  size_t size = archive.reader->getRecordSize(name);
  if (size / 1032 > archive.bytes) {
    ThrowRuntimeError("PytorchStreamReader failed reading file " + name +
                      ": it would be larger than the archive allows");
  }
  return size;
}

// (archive, name): its bytes
napi_value ZipRecord(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  Archive& archive = ArchiveArg(data, args[0]);
  std::string name = StringArg(data, args[1]);
  size_t size = RecordSize(archive, name);
  void* memory = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  Check(napi_create_arraybuffer(env, size, &memory, &buffer));
  if (size > 0) archive.reader->getRecord(name, memory, size);
  Check(napi_create_typedarray(env, napi_uint8_array, size, buffer, 0, &array));
  return array;
}

// (archive, name): where its bytes begin in the file
napi_value ZipRecordOffset(AddonData& data, const Arguments& args) {
  Archive& archive = ArchiveArg(data, args[0]);
  return Integer(data.env, static_cast<int64_t>(archive.reader->getRecordOffset(
                               StringArg(data, args[1]))));
}

// (archive, name): how many bytes
napi_value ZipRecordSize(AddonData& data, const Arguments& args) {
  Archive& archive = ArchiveArg(data, args[0]);
  return Integer(data.env, static_cast<int64_t>(
                               RecordSize(archive, StringArg(data, args[1]))));
}

// (archive, name, bytes): a flat uint8 tensor of a record of that many
// bytes, read straight into its memory. Not resizable, as in Python.
napi_value ZipStorage(AddonData& data, const Arguments& args) {
  Archive& archive = ArchiveArg(data, args[0]);
  std::string name = StringArg(data, args[1]);
  int64_t bytes = IntArg(data, args[2]);
  size_t size = RecordSize(archive, name);
  TORCH_CHECK(bytes >= 0 && static_cast<size_t>(bytes) == size,
              "record size (", size,
              " bytes) does not match expected size (", bytes,
              " bytes = ", bytes,
              " elements * 1 bytes/element) for dtype Byte");
  at::DataPtr memory = std::get<0>(archive.reader->getRecord(name));
  c10::Storage storage(c10::Storage::use_byte_size_t(),
                       static_cast<size_t>(bytes), std::move(memory),
                       /*allocator=*/nullptr, /*resizable=*/false);
  at::Tensor flat = at::detail::make_tensor<c10::TensorImpl>(
      std::move(storage), c10::DispatchKeySet(c10::DispatchKey::CPU),
      c10::scalarTypeToTypeMeta(c10::kByte));
  flat.unsafeGetTensorImpl()->set_sizes_contiguous({bytes});
  return Wrap(data.env, std::move(flat));
}

struct Content {
  const void* data = nullptr;  // null: the space is left as it is
  size_t size = 0;
};

// Bytes in a typed array or a CPU tensor's memory; or a number of bytes whose
// space is left.
Content ContentArg(AddonData& data, napi_value value) {
  if (auto array = ReadTypedArray(data.env, value)) {
    // Null means empty space to the writer.
    return {array->data == nullptr ? "" : array->data,
            array->length * c10::elementSize(array->dtype)};
  }
  if (const at::Tensor* tensor = TryUnwrap(data.env, value)) {
    TORCH_CHECK(tensor->device().is_cpu() && tensor->is_contiguous() &&
                    tensor->has_storage(),
                "expected a contiguous CPU tensor");
    return {tensor->nbytes() == 0 ? "" : tensor->const_data_ptr(),
            tensor->nbytes()};
  }
  int64_t size = IntArg(data, value);
  if (size < 0) ThrowValueError("expected a size, not a negative number");
  return {nullptr, static_cast<size_t>(size)};
}

using Records = std::vector<std::pair<std::string, Content>>;

// Where the archive goes that is not a file by name.
using Write = std::function<size_t(const void* bytes, size_t count)>;

void WriteRecords(PyTorchStreamWriter* writer, const Records& records) {
  try {
    for (const auto& [name, content] : records) {
      writer->writeRecord(name, content.data, content.size);
    }
    writer->writeEndOfFile();
  } catch (...) {
    // Its destructor would do so, and must not throw.
    try {
      if (!writer->finalized()) writer->writeEndOfFile();
    } catch (...) {
    }
    throw;
  }
}

bool IsAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 128;
  });
}

// As torch.save does: LibTorch opens names that are ASCII, and calls the
// archive after the file; others are streams, whose archive is "archive".
void WriteFile(const std::string& path, bool crc32, uint64_t alignment,
               const Records& records) {
  if (IsAscii(path)) {
    PyTorchStreamWriter writer(path, crc32, alignment);
    WriteRecords(&writer, records);
    return;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  Write write = [&file](const void* bytes, size_t count) -> size_t {
    if (bytes == nullptr) {
      file.seekp(static_cast<std::streamoff>(count), std::ios::cur);
    } else {
      file.write(static_cast<const char*>(bytes),
                 static_cast<std::streamsize>(count));
    }
    return file ? count : 0;
  };
  PyTorchStreamWriter writer(write, crc32, alignment);
  WriteRecords(&writer, records);
  file.close();
  TORCH_CHECK(file, "File ", path, " could not be written.");
}

// An archive in one array, which is made as large as it can become.
napi_value WriteArray(napi_env env, bool crc32, uint64_t alignment,
                      const Records& records) {
  constexpr size_t kHeaders = 256;  // local, descriptor and central
  size_t most = 4096;
  for (const auto& [name, content] : records) {
    most += content.size + 3 * (name.size() + 8) + alignment + kHeaders;
  }
  void* memory = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  Check(napi_create_arraybuffer(env, most, &memory, &buffer));
  size_t used = 0;
  Write write = [&](const void* bytes, size_t count) -> size_t {
    if (count > most - used) return 0;
    if (bytes != nullptr) {
      std::memcpy(static_cast<char*>(memory) + used, bytes, count);
    }
    used += count;
    return count;
  };
  PyTorchStreamWriter writer(write, crc32, alignment);
  WriteRecords(&writer, records);
  Check(napi_create_typedarray(env, napi_uint8_array, used, buffer, 0, &array));
  return array;
}

// (path or null, crc32, alignment, [name, ...], [content, ...]): writes the
// archive to the file, or gives it as an array.
napi_value ZipWrite(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  bool crc32 = IsTrue(env, args[1]);
  int64_t alignment = IntArg(data, args[2]);
  if (alignment < 1 || alignment > (1 << 20)) {
    ThrowValueError("the alignment must be from 1 to 2^20");
  }
  for (size_t i : {3, 4}) {
    bool is_array = false;
    Check(napi_is_array(env, args[i], &is_array));
    if (!is_array) ThrowTypeError("expected an array");
  }
  uint32_t count = 0;
  Check(napi_get_array_length(env, args[3], &count));
  Records records;
  std::vector<napi_value> contents;
  for (uint32_t i = 0; i < count; ++i) {
    napi_value name = nullptr;
    napi_value content = nullptr;
    Check(napi_get_element(env, args[3], i, &name));
    Check(napi_get_element(env, args[4], i, &content));
    records.emplace_back(StringArg(data, name), Content{});
    contents.push_back(content);
  }
  // Last, when no code of users can run any more that would free the memory.
  for (uint32_t i = 0; i < count; ++i) {
    records[i].second = ContentArg(data, contents[i]);
  }
  if (Classify(env, args[0]).none()) {
    return WriteArray(env, crc32, static_cast<uint64_t>(alignment), records);
  }
  WriteFile(StringArg(data, args[0]), crc32, static_cast<uint64_t>(alignment),
            records);
  return Undefined(env);
}

constexpr NativeFunction kFunctions[] = {
    {"zipOpen", ZipOpen},
    {"zipClose", ZipClose},
    {"zipRecords", ZipRecords},
    {"zipRecord", ZipRecord},
    {"zipRecordOffset", ZipRecordOffset},
    {"zipRecordSize", ZipRecordSize},
    {"zipStorage", ZipStorage},
    {"zipWrite", ZipWrite},
};

}  // namespace

void InitSerialize(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
