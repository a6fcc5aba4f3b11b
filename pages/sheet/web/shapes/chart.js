/** A chart of a pivot, by ECharts as NiceGUI ships it, which is fetched when the first one is drawn. */

const COLOURS = ["#12805c", "#d9822b", "#2f6fb0", "#8e5bb5", "#b83a3a", "#7d8894", "#3aa6a6", "#a3843b"];
const MOST_SERIES = 12;
const MOST_GROUPS = 60;
const QUIET = "#7d8894";
const LINE = "rgba(125, 136, 148, .25)";

export class Chart {
  constructor(host) {
    this.host = host;
    this.fit = () => this.drawn?.resize();
    window.addEventListener("resize", this.fit);
  }

  /** `kind`: bar, stack or line. */
  async draw(kind, { rows, columns, cells }, name) {
    this.host.setAttribute("role", "img");
    this.host.setAttribute("aria-label", name);
    const { echarts } = await import("nicegui-echart");
    if (!this.host.isConnected) return;
    this.drawn ??= echarts.init(this.host, null, { renderer: "svg" });
    const some = rows.slice(0, MOST_GROUPS);
    const type =
      kind === "line"
        ? { type: "line", symbolSize: 6 }
        : { type: "bar", barMaxWidth: 28, ...(kind === "stack" ? { stack: "all" } : {}) };
    const series = columns.length
      ? columns.slice(0, MOST_SERIES).map((column, at) => ({
          name: column.label.join(" · "),
          data: some.map((_, row) => number(cells[row][at])),
          ...type,
        }))
      : [{ name, data: some.map((row) => number(row.total)), ...type }];
    const many = columns.length > 1;
    this.drawn.setOption(
      {
        color: COLOURS,
        animation: false,
        aria: { enabled: true },
        tooltip: { trigger: "axis", confine: true },
        series,
        legend: { show: many, type: "scroll", top: 0, left: 0, right: 0, textStyle: { color: QUIET }, itemHeight: 10 },
        grid: { left: 8, right: 16, top: many ? 34 : 14, bottom: 8, containLabel: true },
        xAxis: {
          type: "category",
          data: some.map(({ label }) => label.join(" · ")),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: LINE } },
          axisLabel: { color: QUIET, hideOverlap: true, overflow: "truncate", width: 92 },
        },
        yAxis: { type: "value", axisLabel: { color: QUIET }, splitLine: { lineStyle: { color: LINE } } },
      },
      true,
    );
  }

  destroy() {
    window.removeEventListener("resize", this.fit);
    this.drawn?.dispose();
  }
}

const number = (value) => (value === null || value === undefined ? null : Number(value));
