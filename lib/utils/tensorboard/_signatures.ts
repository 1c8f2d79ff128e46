// The `def` lines of the methods of SummaryWriter, of torch/utils/tensorboard/writer.py.

import { initializer } from '../../_arguments.js'
import type { TensorData } from '../../creation.js'
import type { Module } from '../../nn/modules/module.js'
import type { Tensor } from '../../types.js'
import type { Arrayish } from './_convert_np.js'
import type { Step, Walltime } from './_file_writer.js'
import type { Bins } from './_numpy_histogram.js'
import type { Layout } from './_summary/custom_scalars.js'
import type { Numbers } from './_summary/histogram.js'
import type { Dict, HParam } from './_summary/hparams.js'
import type { Weights } from './_summary/pr_curve.js'
import type { FigureLike } from './_utils.js'

export const init = initializer<
  [
    log_dir: string | null,
    comment: string,
    purge_step: Step,
    max_queue: number,
    flush_secs: number,
    filename_suffix: string,
  ]
>()(
  "SummaryWriter.__init__(self, log_dir=None, comment='', purge_step=None, max_queue=10, flush_secs=120, filename_suffix='')",
)

export const add_hparams = initializer<
  [
    hparam_dict: Dict<HParam>,
    metric_dict: Dict<Arrayish>,
    hparam_domain_discrete: Dict<readonly HParam[]> | null,
    run_name: string | null,
    global_step: Step,
  ]
>()(
  'SummaryWriter.add_hparams(self, hparam_dict, metric_dict, hparam_domain_discrete=None, run_name=None, global_step=None)',
  { dicts: ['hparam_dict', 'metric_dict', 'hparam_domain_discrete'] },
)

export const add_scalar = initializer<
  [
    tag: string,
    scalar_value: Arrayish,
    global_step: Step,
    walltime: Walltime,
    new_style: boolean,
    double_precision: boolean,
  ]
>()(
  'SummaryWriter.add_scalar(self, tag, scalar_value, global_step=None, walltime=None, new_style=False, double_precision=False)',
  { dicts: ['scalar_value'] },
)

export const add_scalars = initializer<
  [main_tag: string, tag_scalar_dict: Dict<Arrayish>, global_step: Step, walltime: Walltime]
>()('SummaryWriter.add_scalars(self, main_tag, tag_scalar_dict, global_step=None, walltime=None)', {
  dicts: ['tag_scalar_dict'],
})

export const add_tensor = initializer<
  [tag: string, tensor: Tensor, global_step: Step, walltime: Walltime]
>()('SummaryWriter.add_tensor(self, tag, tensor, global_step=None, walltime=None)')

export const add_histogram = initializer<
  [
    tag: string,
    values: Arrayish,
    global_step: Step,
    bins: Bins,
    walltime: Walltime,
    max_bins: number | null,
  ]
>()(
  "SummaryWriter.add_histogram(self, tag, values, global_step=None, bins='tensorflow', walltime=None, max_bins=None)",
  { dicts: ['values'] },
)

export const add_histogram_raw = initializer<
  [
    tag: string,
    min: number,
    max: number,
    num: number,
    sum: number,
    sum_squares: number,
    bucket_limits: Numbers,
    bucket_counts: Numbers,
    global_step: Step,
    walltime: Walltime,
  ]
>()(
  'SummaryWriter.add_histogram_raw(self, tag, min, max, num, sum, sum_squares, bucket_limits, bucket_counts, global_step=None, walltime=None)',
)

export const add_image = initializer<
  [tag: string, img_tensor: Arrayish, global_step: Step, walltime: Walltime, dataformats: string]
>()(
  "SummaryWriter.add_image(self, tag, img_tensor, global_step=None, walltime=None, dataformats='CHW')",
  { dicts: ['img_tensor'] },
)

export const add_images = initializer<
  [tag: string, img_tensor: Arrayish, global_step: Step, walltime: Walltime, dataformats: string]
>()(
  "SummaryWriter.add_images(self, tag, img_tensor, global_step=None, walltime=None, dataformats='NCHW')",
  { dicts: ['img_tensor'] },
)

export const add_image_with_boxes = initializer<
  [
    tag: string,
    img_tensor: Arrayish,
    box_tensor: Arrayish,
    global_step: Step,
    walltime: Walltime,
    rescale: number,
    dataformats: string,
    labels: string | readonly string[] | null,
  ]
>()(
  "SummaryWriter.add_image_with_boxes(self, tag, img_tensor, box_tensor, global_step=None, walltime=None, rescale=1, dataformats='CHW', labels=None)",
  { dicts: ['img_tensor', 'box_tensor'] },
)

export const add_figure = initializer<
  [
    tag: string,
    figure: FigureLike | readonly FigureLike[],
    global_step: Step,
    close: boolean,
    walltime: Walltime,
  ]
>()('SummaryWriter.add_figure(self, tag, figure, global_step=None, close=True, walltime=None)', {
  dicts: ['figure'],
})

export const add_video = initializer<
  [tag: string, vid_tensor: Arrayish, global_step: Step, fps: number, walltime: Walltime]
>()('SummaryWriter.add_video(self, tag, vid_tensor, global_step=None, fps=4, walltime=None)', {
  dicts: ['vid_tensor'],
})

export const add_audio = initializer<
  [tag: string, snd_tensor: Arrayish, global_step: Step, sample_rate: number, walltime: Walltime]
>()(
  'SummaryWriter.add_audio(self, tag, snd_tensor, global_step=None, sample_rate=44100, walltime=None)',
  { dicts: ['snd_tensor'] },
)

export const add_text = initializer<
  [tag: string, text_string: string, global_step: Step, walltime: Walltime]
>()('SummaryWriter.add_text(self, tag, text_string, global_step=None, walltime=None)')

export const add_graph = initializer<
  [model: Module, input_to_model: unknown, verbose: boolean, use_strict_trace: boolean]
>()(
  'SummaryWriter.add_graph(self, model, input_to_model=None, verbose=False, use_strict_trace=True)',
  { dicts: ['input_to_model'] },
)

export const add_embedding = initializer<
  [
    mat: Arrayish,
    metadata: readonly unknown[] | null,
    label_img: Tensor | null,
    global_step: number | bigint | null,
    tag: string,
    metadata_header: readonly string[] | null,
  ]
>()(
  "SummaryWriter.add_embedding(self, mat, metadata=None, label_img=None, global_step=None, tag='default', metadata_header=None)",
  { dicts: ['mat'] },
)

export const add_pr_curve = initializer<
  [
    tag: string,
    labels: Arrayish,
    predictions: Arrayish,
    global_step: Step,
    num_thresholds: number,
    weights: Weights,
    walltime: Walltime,
  ]
>()(
  'SummaryWriter.add_pr_curve(self, tag, labels, predictions, global_step=None, num_thresholds=127, weights=None, walltime=None)',
  { dicts: ['labels', 'predictions', 'weights'] },
)

export const add_pr_curve_raw = initializer<
  [
    tag: string,
    true_positive_counts: Numbers,
    false_positive_counts: Numbers,
    true_negative_counts: Numbers,
    false_negative_counts: Numbers,
    precision: Numbers,
    recall: Numbers,
    global_step: Step,
    num_thresholds: number,
    weights: Weights,
    walltime: Walltime,
  ]
>()(
  'SummaryWriter.add_pr_curve_raw(self, tag, true_positive_counts, false_positive_counts, true_negative_counts, false_negative_counts, precision, recall, global_step=None, num_thresholds=127, weights=None, walltime=None)',
)

export const add_custom_scalars_multilinechart = initializer<
  [tags: readonly string[], category: string, title: string]
>()(
  "SummaryWriter.add_custom_scalars_multilinechart(self, tags, category='default', title='untitled')",
)

export const add_custom_scalars_marginchart = initializer<
  [tags: readonly string[], category: string, title: string]
>()(
  "SummaryWriter.add_custom_scalars_marginchart(self, tags, category='default', title='untitled')",
)

export const add_custom_scalars = initializer<[layout: Layout]>()(
  'SummaryWriter.add_custom_scalars(self, layout)',
  { dicts: ['layout'] },
)

export const add_mesh = initializer<
  [
    tag: string,
    vertices: TensorData,
    colors: TensorData | null,
    faces: TensorData | null,
    config_dict: Readonly<Record<string, unknown>> | null,
    global_step: Step,
    walltime: Walltime,
  ]
>()(
  'SummaryWriter.add_mesh(self, tag, vertices, colors=None, faces=None, config_dict=None, global_step=None, walltime=None)',
  { dicts: ['config_dict'] },
)
