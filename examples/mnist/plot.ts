/** Draws the loss of every step and the accuracy after every epoch. */
import { writeFileSync } from 'node:fs'
// ECharts renders to an SVG string by itself; most chart libraries want a browser's DOM or a
// native canvas, which an example should not have to install.
import { init } from 'echarts'

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

export function lossCurve({ losses, accuracies }: History): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 450 })
  const steps = (values: readonly number[]) => values.map((value, i) => [i + 1, value])
  const perEpoch = losses.length / accuracies.length
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: ['#c6d7ee', '#2166ac', '#d6604d'],
    legend: { top: 8, itemGap: 28 },
    grid: { left: 64, right: 72, top: 48, bottom: 48 },
    xAxis: {
      type: 'value',
      name: 'step',
      nameLocation: 'middle',
      nameGap: 28,
      min: 0,
      max: losses.length,
      axisLabel: { showMaxLabel: false },
    },
    yAxis: [
      // Powers of ten come with rounding errors.
      {
        type: 'log',
        name: 'loss',
        axisLabel: { formatter: (value: number) => `${Number(value.toPrecision(3))}` },
      },
      { type: 'value', name: 'accuracy %', max: 100, scale: true, splitLine: { show: false } },
    ],
    series: [
      {
        name: 'loss',
        type: 'line',
        data: steps(losses),
        showSymbol: false,
        lineStyle: { width: 1 },
      },
      { name: 'loss, smoothed', type: 'line', data: steps(smooth(losses)), showSymbol: false },
      {
        name: 'test accuracy',
        type: 'line',
        yAxisIndex: 1,
        symbolSize: 7,
        data: accuracies.map((share, i) => [Math.round((i + 1) * perEpoch), 100 * share]),
      },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

export function saveLossCurve(path: string, history: History): void {
  writeFileSync(path, lossCurve(history))
}
