// Mirrors torch/utils/tensorboard/__init__.py.

export { RecordWriter } from './_record_writer.js'
export * as summary from './summary.js'
export { FileWriter, SummaryWriter } from './writer.js'
