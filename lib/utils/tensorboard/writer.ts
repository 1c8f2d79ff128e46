// Mirrors torch/utils/tensorboard/writer.py.

import { existsSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { ArgumentsOf } from '../../_arguments.js'
import { int } from '../../_builtins/conversion.js'
import { typeName } from '../../_typename.js'
import { Block, blockClass } from '../../autograd/_profiler/block.js'
import { print } from '../../builtins.js'
import { AssertionError, AttributeError, NotADirectoryError, ValueError } from '../../errors.js'
import { isDict, make_np } from './_convert_np.js'
import {
  type EmbeddingInfo,
  get_embedding_info,
  make_mat,
  make_sprite,
  make_tsv,
  projectorText,
  write_pbtxt,
  zfill,
} from './_embedding.js'
import { FileWriter, type Step } from './_file_writer.js'
import { makedirs } from './_makedirs.js'
import { Event } from './_proto.js'
import { graph } from './_pytorch_graph.js'
import * as bind from './_signatures.js'
import { numbers } from './_summary/histogram.js'
import { items } from './_summary/hparams.js'
import { figure_to_image } from './_utils.js'
import * as summary from './summary.js'

type Writers = Map<string, FileWriter>

const SESSION_START = 1

function defaultLogDir(comment: string): string {
  const now = new Date()
  const two = (value: number): string => String(value).padStart(2, '0')
  const month = now.toLocaleString('en-US', { month: 'short' })
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-')
  return join('runs', `${month}${two(now.getDate())}_${time}_${hostname()}${comment}`)
}

// Where most values of a network lie, finest around zero.
function defaultBins(): number[] {
  const buckets: number[] = []
  for (let v = 1e-12; v < 1e20; v *= 1.1) buckets.push(v)
  return [...buckets.map((v) => -v).reverse(), 0, ...buckets]
}

class SummaryWriter extends Block {
  readonly log_dir: string
  purge_step: number | bigint | null
  readonly max_queue: number
  readonly flush_secs: number
  readonly filename_suffix: string
  /** The writer of the folder itself; null once closed. */
  file_writer: FileWriter | null = null
  /** It and those that `add_scalars` made, by folder; null once closed. */
  all_writers: Writers | null = null
  /** The edges that `add_histogram` takes unless told otherwise. */
  readonly default_bins: number[]
  readonly #embeddings: EmbeddingInfo[] = []

  constructor(...args: ArgumentsOf<typeof bind.init>) {
    super()
    const { log_dir, comment, purge_step, max_queue, flush_secs, filename_suffix } = bind.init(args)
    this.log_dir = log_dir || defaultLogDir(comment)
    this.purge_step = purge_step === null ? null : int(purge_step)
    this.max_queue = max_queue
    this.flush_secs = flush_secs
    this.filename_suffix = filename_suffix
    this._get_file_writer()
    this.default_bins = defaultBins()
  }

  __enter__(): this {
    return this
  }

  __exit__(): void {
    this.close()
  }

  /** The writer of the folder itself, made anew if it was closed. */
  _get_file_writer(): FileWriter {
    if (this.all_writers === null || this.file_writer === null) {
      const { log_dir, max_queue, flush_secs, filename_suffix } = this
      this.file_writer = new FileWriter(log_dir, max_queue, flush_secs, filename_suffix)
      this.all_writers = new Map([[this.file_writer.get_logdir(), this.file_writer]])
      if (this.purge_step !== null) this.#purge(this.file_writer, this.purge_step)
    }
    return this.file_writer
  }

  // TensorBoard hides what an earlier file has from this step on.
  #purge(writer: FileWriter, step: number | bigint): void {
    writer.add_event(new Event({ step, file_version: 'brain.Event:2' }))
    writer.add_event(new Event({ step, session_log: { status: SESSION_START } }))
    this.purge_step = null
  }

  /** The folder of the event files. */
  get_logdir(): string {
    return this.log_dir
  }

  /**
   * Adds a set of hyperparameters and the metrics that came of them, as a run of its own in a folder of the name
   * `run_name`, by default the time. Keys of `metric_dict` should not be tags of other scalars.
   */
  add_hparams(...args: ArgumentsOf<typeof bind.add_hparams>): void {
    const bound = bind.add_hparams(args)
    const { hparam_dict, metric_dict, hparam_domain_discrete, run_name, global_step } = bound
    if (!isDict(hparam_dict) || !isDict(metric_dict)) {
      throw new TypeError('hparam_dict and metric_dict should be dictionary.')
    }
    const summaries = summary.hparams(hparam_dict, metric_dict, hparam_domain_discrete)
    const name = run_name || String(Date.now() / 1000)
    const run = new SummaryWriter(join(this._get_file_writer().get_logdir(), name))
    try {
      for (const one of summaries) run._get_file_writer().add_summary(one, global_step)
      for (const [tag, value] of items(metric_dict)) run.add_scalar(tag, value, global_step)
    } finally {
      run.close()
    }
  }

  /**
   * Adds a value of a quantity over time.
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/scalars`)
   * for (let step = 0; step < 100; step++) writer.add_scalar('loss', 1 / (step + 1), step)
   */
  add_scalar(...args: ArgumentsOf<typeof bind.add_scalar>): void {
    const bound = bind.add_scalar(args)
    const { tag, scalar_value, global_step, walltime, new_style, double_precision } = bound
    const one = summary.scalar(tag, scalar_value, null, new_style, double_precision)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds several values that are shown in one chart; each has an event file in a folder of its own. */
  add_scalars(...args: ArgumentsOf<typeof bind.add_scalars>): void {
    const { main_tag, tag_scalar_dict, global_step, walltime } = bind.add_scalars(args)
    if (!isDict(tag_scalar_dict)) {
      throw new AttributeError(`'${typeName(tag_scalar_dict)}' object has no attribute 'items'`)
    }
    const time = walltime ?? Date.now() / 1000
    const folder = this._get_file_writer().get_logdir()
    const writers = this.all_writers as Writers
    for (const [tag, value] of items(tag_scalar_dict)) {
      const path = `${folder}/${main_tag.replaceAll('/', '_')}_${tag}`
      let writer = writers.get(path)
      if (writer === undefined) {
        writer = new FileWriter(path, this.max_queue, this.flush_secs, this.filename_suffix)
        writers.set(path, writer)
      }
      writer.add_summary(summary.scalar(main_tag, value), global_step, time)
    }
  }

  /** Adds a whole tensor. */
  add_tensor(...args: ArgumentsOf<typeof bind.add_tensor>): void {
    const { tag, tensor, global_step, walltime } = bind.add_tensor(args)
    const one = summary.tensor_proto(tag, tensor)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /**
   * Adds how the values of a tensor are distributed. `bins` are a count, edges, or an estimator of NumPy's, such as
   * `'auto'`; `max_bins` joins neighbours where there are more.
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/histograms`)
   * writer.add_histogram('weights', net[0].weight, 0)
   * writer.add_histogram('weights', net[0].weight, 1, { bins: 'auto' })
   */
  add_histogram(...args: ArgumentsOf<typeof bind.add_histogram>): void {
    const { tag, values, global_step, bins, walltime, max_bins } = bind.add_histogram(args)
    const edges = bins === 'tensorflow' ? this.default_bins : bins
    const one = summary.histogram(tag, values, edges, max_bins)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds a histogram that is counted already; `bucket_limits` are the upper ends of its bins. */
  add_histogram_raw(...args: ArgumentsOf<typeof bind.add_histogram_raw>): void {
    const { global_step, walltime, ...raw } = bind.add_histogram_raw(args)
    const { tag, min, max, num, sum, sum_squares } = raw
    const limits = numbers(raw.bucket_limits)
    const counts = numbers(raw.bucket_counts)
    if (limits.length !== counts.length) {
      throw new ValueError('len(bucket_limits) != len(bucket_counts), see the document.')
    }
    const one = summary.histogram_raw(tag, min, max, num, sum, sum_squares, limits, counts)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /**
   * Adds a picture, (3, H, W) unless `dataformats` says otherwise: `'HWC'`, `'HW'`, ... Bytes are taken as they are,
   * other values scaled from between 0 and 1.
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/images`)
   * writer.add_image('noise', torch.rand(3, 32, 32))
   * writer.add_image('digit', torch.rand(28, 28), 0, { dataformats: 'HW' })
   */
  add_image(...args: ArgumentsOf<typeof bind.add_image>): void {
    const { tag, img_tensor, global_step, walltime, dataformats } = bind.add_image(args)
    const one = summary.image(tag, img_tensor, { dataformats })
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds several pictures as one grid, (N, 3, H, W) unless `dataformats` says otherwise. */
  add_images(...args: ArgumentsOf<typeof bind.add_images>): void {
    const { tag, img_tensor, global_step, walltime, dataformats } = bind.add_images(args)
    const one = summary.image(tag, img_tensor, { dataformats })
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds a picture with boxes (N, 4) of x1, y1, x2, y2 drawn into it, each with its label if there are some. */
  add_image_with_boxes(...args: ArgumentsOf<typeof bind.add_image_with_boxes>): void {
    const bound = bind.add_image_with_boxes(args)
    const { tag, img_tensor, box_tensor, global_step, walltime, rescale, dataformats } = bound
    const given = typeof bound.labels === 'string' ? [bound.labels] : bound.labels
    const labels = given?.length === make_np(box_tensor).shape[0] ? given : null
    const one = summary.image_boxes(tag, img_tensor, box_tensor, rescale, dataformats, labels)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds a figure of `torch-node/matplotlib`, or a grid of several, and has pyplot forget them unless `close` is false. */
  add_figure(...args: ArgumentsOf<typeof bind.add_figure>): void {
    const { tag, figure, global_step, close, walltime } = bind.add_figure(args)
    const dataformats = Array.isArray(figure) ? 'NCHW' : 'CHW'
    this.add_image(tag, figure_to_image(figure, close), global_step, walltime, dataformats)
  }

  /** Adds videos (N, T, C, H, W) as one whose frames are grids of theirs. */
  add_video(...args: ArgumentsOf<typeof bind.add_video>): void {
    const { tag, vid_tensor, global_step, fps, walltime } = bind.add_video(args)
    const one = summary.video(tag, vid_tensor, fps)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds sound of one channel (1, L) with values from -1 to 1. */
  add_audio(...args: ArgumentsOf<typeof bind.add_audio>): void {
    const { tag, snd_tensor, global_step, sample_rate, walltime } = bind.add_audio(args)
    const one = summary.audio(tag, snd_tensor, sample_rate)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds a text, which is shown as Markdown. */
  add_text(...args: ArgumentsOf<typeof bind.add_text>): void {
    const { tag, text_string, global_step, walltime } = bind.add_text(args)
    this._get_file_writer().add_summary(summary.text(tag, text_string), global_step, walltime)
  }

  /**
   * Adds the graph of a model: runs it once, in evaluation mode, on `input_to_model` (a tensor or a list of arguments)
   * and draws the operators that it calls, inside the modules that call them. `verbose` prints the nodes.
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/graphs`)
   * writer.add_graph(net, input)
   */
  add_graph(...args: ArgumentsOf<typeof bind.add_graph>): void {
    const { model, input_to_model, verbose, use_strict_trace } = bind.add_graph(args)
    const profile = graph(model, input_to_model, verbose, use_strict_trace)
    this._get_file_writer().add_graph(profile)
  }

  static _encode(rawstr: string): string {
    return rawstr.replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c')
  }

  /**
   * Adds the rows of a matrix (N, D) to the projector, with a label for each row, or with `metadata_header` several, and
   * an image for each (N, C, H, W).
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/embeddings-${process.pid}`)
   * writer.add_embedding(torch.randn(3, 5), { metadata: ['a', 'b', 'c'] })
   */
  add_embedding(...args: ArgumentsOf<typeof bind.add_embedding>): void {
    const {
      mat: given,
      metadata,
      label_img,
      global_step,
      tag,
      metadata_header,
    } = bind.add_embedding(args)
    const mat = make_np(given)
    const step = global_step ?? 0
    const subdir = `${zfill(step)}/${SummaryWriter._encode(tag)}`
    const folder = this._get_file_writer().get_logdir()
    const save_path = join(folder, subdir)
    makeEmbeddingFolder(save_path)
    if (metadata !== null) {
      if (mat.shape[0] !== metadata.length) {
        throw new AssertionError('#labels should equal with #data points')
      }
      make_tsv(metadata, save_path, metadata_header)
    }
    if (label_img !== null) {
      if (mat.shape[0] !== label_img.shape[0]) {
        throw new AssertionError('#images should equal with #data points')
      }
      make_sprite(label_img, save_path)
    }
    if (mat.dim() !== 2) {
      throw new AssertionError('mat should be 2D, where mat.size(0) is the number of data points')
    }
    make_mat(mat, save_path)
    this.#embeddings.push(get_embedding_info(metadata, label_img, subdir, step, tag))
    write_pbtxt(folder, projectorText(this.#embeddings))
  }

  /**
   * Adds a curve of precision and recall: `labels` are 0 or 1, `predictions` the probabilities of 1. There are at most
   * 127 thresholds.
   */
  add_pr_curve(...args: ArgumentsOf<typeof bind.add_pr_curve>): void {
    const bound = bind.add_pr_curve(args)
    const { tag, labels, predictions, global_step, num_thresholds, weights, walltime } = bound
    const one = summary.pr_curve(tag, labels, predictions, num_thresholds, weights)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Adds a curve of precision and recall whose counts are there already. */
  add_pr_curve_raw(...args: ArgumentsOf<typeof bind.add_pr_curve_raw>): void {
    const { global_step, walltime, ...raw } = bind.add_pr_curve_raw(args)
    const one = summary.pr_curve_raw(
      raw.tag,
      raw.true_positive_counts,
      raw.false_positive_counts,
      raw.true_negative_counts,
      raw.false_negative_counts,
      raw.precision,
      raw.recall,
      raw.num_thresholds,
      raw.weights,
    )
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Shows some scalars in one chart; {@link add_custom_scalars} arranges more than one. */
  add_custom_scalars_multilinechart(
    ...args: ArgumentsOf<typeof bind.add_custom_scalars_multilinechart>
  ): void {
    const { tags, category, title } = bind.add_custom_scalars_multilinechart(args)
    this.add_custom_scalars({ [category]: { [title]: ['Multiline', tags] } })
  }

  /** Shows a scalar between a lower and an upper one: three tags. */
  add_custom_scalars_marginchart(
    ...args: ArgumentsOf<typeof bind.add_custom_scalars_marginchart>
  ): void {
    const { tags, category, title } = bind.add_custom_scalars_marginchart(args)
    if (tags.length !== 3) throw new AssertionError(`Expected 3 tags, got ${tags.length}.`)
    this.add_custom_scalars({ [category]: { [title]: ['Margin', tags] } })
  }

  /**
   * Arranges scalars in charts, by category and title. Once for each writer.
   *
   * @example
   * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/charts`)
   * writer.add_custom_scalars({ run: { losses: ['Multiline', ['loss/train', 'loss/test']] } })
   */
  add_custom_scalars(...args: ArgumentsOf<typeof bind.add_custom_scalars>): void {
    const { layout } = bind.add_custom_scalars(args)
    this._get_file_writer().add_summary(summary.custom_scalars(layout))
  }

  /**
   * Adds meshes or clouds of points: vertices (B, N, 3), their colours (B, N, 3) and faces (B, M, 3). `config_dict` is for
   * three.js.
   */
  add_mesh(...args: ArgumentsOf<typeof bind.add_mesh>): void {
    const bound = bind.add_mesh(args)
    const { tag, vertices, colors, faces, config_dict, global_step, walltime } = bound
    const one = summary.mesh(tag, vertices, colors, faces, config_dict)
    this._get_file_writer().add_summary(one, global_step, walltime)
  }

  /** Writes everything that was added to the files. */
  flush(): void {
    for (const writer of this.all_writers?.values() ?? []) writer.flush()
  }

  /** Writes what is left and ends. What is added later goes into a new file. */
  close(): void {
    for (const writer of this.all_writers?.values() ?? []) {
      writer.flush()
      writer.close()
    }
    this.file_writer = null
    this.all_writers = null
  }
}

function makeEmbeddingFolder(path: string): void {
  if (!existsSync(path)) {
    makedirs(path)
  } else if (statSync(path).isDirectory()) {
    print('warning: Embedding dir exists, did you set global_step for add_embedding()?')
  } else {
    throw new NotADirectoryError(`Path: \`${path}\` exists, but is a file. Cannot proceed.`)
  }
}

/** The arguments of {@link SummaryWriter} by keyword. */
export interface SummaryWriterOptions {
  log_dir?: string | null
  comment?: string
  purge_step?: Step
  max_queue?: number
  flush_secs?: number
  filename_suffix?: string
}

/** The calls of {@link SummaryWriter}. */
export interface SummaryWriterClass {
  new (...args: ArgumentsOf<typeof bind.init>): SummaryWriter
  (...args: ArgumentsOf<typeof bind.init>): SummaryWriter
  <R>(body: (writer: SummaryWriter) => R): R
  <R>(log_dir: string | null, body: (writer: SummaryWriter) => R): R
  <R>(options: SummaryWriterOptions, body: (writer: SummaryWriter) => R): R
  <R>(
    log_dir: string | null,
    options: Omit<SummaryWriterOptions, 'log_dir'>,
    body: (writer: SummaryWriter) => R,
  ): R
  readonly prototype: SummaryWriter
  _encode(rawstr: string): string
}

/**
 * Writes what TensorBoard shows: scalars, histograms, pictures, texts, graphs and more, to an event file in `log_dir`, by
 * default `runs/<month><day>_<time>_<host>` with `comment` appended. Runs in folders side by side are compared.
 *
 * Events are gathered and appended to the file when `max_queue` have come together, `flush_secs` have passed, on `flush()`
 * and `close()`, and when the process exits. After a crash and a restart at step T, `purge_step: T` hides what was
 * written from there on.
 *
 * There is no `add_onnx_graph`; labels of boxes are in DejaVu Sans, and videos become GIFs without moviepy.
 *
 * `SummaryWriter(folder, (writer) => ...)` and `using writer = SummaryWriter(folder)` close it at the end of the block.
 *
 * @example
 * using writer = SummaryWriter(`${process.env.TMPDIR ?? '/tmp'}/runs/first`)
 * writer.add_scalar('loss/train', 0.5, 0)
 * writer.add_scalars('accuracy', { train: 0.9, test: 0.8 }, 0)
 * writer.add_text('notes', 'a **first** run')
 * writer.add_hparams({ lr: 0.1, batch: 64 }, { 'hparam/accuracy': 0.8 }, { run_name: 'one' })
 *
 * @see https://docs.pytorch.org/docs/2.13/tensorboard.html#torch.utils.tensorboard.writer.SummaryWriter
 */
const SummaryWriter_ = blockClass(SummaryWriter as never) as unknown as SummaryWriterClass
type SummaryWriter_ = SummaryWriter

export { FileWriter } from './_file_writer.js'
export { SummaryWriter_ as SummaryWriter }
