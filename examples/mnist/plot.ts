/** Draws the loss of every step and the accuracy after every epoch. */
import plt from 'torch-node/matplotlib/pyplot'

export interface History {
  /** Training loss of each step. */
  readonly losses: readonly number[]
  /** Share of test images classified rightly, after each epoch. */
  readonly accuracies: readonly number[]
}

/** A running mean: single steps are too noisy to show the trend. */
function smooth(values: readonly number[], weight = 0.95): number[] {
  let mean = values[0] ?? 0
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value
    return mean
  })
}

/** The ending of the path says the kind: svg, png, jpg or webp. */
export function saveLossCurve(path: string, { losses, accuracies }: History): void {
  const steps = losses.map((_, i) => i + 1)
  const perEpoch = losses.length / accuracies.length
  const epochs = accuracies.map((_, i) => Math.round((i + 1) * perEpoch))
  const percents = accuracies.map((share) => 100 * share)

  const [fig, ax] = plt.subplots({ figsize: [8, 4.5], layout: 'tight' })
  ax.semilogy(steps, losses, { color: 'lightsteelblue', linewidth: 1, label: 'loss' })
  ax.plot(steps, smooth(losses), { label: 'loss, smoothed' })
  ax.set_xlabel('step')
  ax.set_ylabel('loss')

  const right = ax.twinx()
  right.plot(epochs, percents, 'C1o-', { label: 'test accuracy' })
  right.set_ylabel('accuracy %')

  fig.legend({ loc: 'upper center', ncols: 3, frameon: false })
  // Room for the legend above.
  ax.set_title(' ')
  fig.savefig(path)
  plt.close(fig)
}
