/** White ground, hairlines, tabular figures; on a printer A4 with its own margins, and no row cut in two. */
export const reportStyle = `
body { box-sizing: border-box; margin: 2.5rem auto; max-width: 62rem; padding: 0 1.5rem; background: #fff; color: #1b2430;
  color-scheme: light; font: 14px/1.5 Inter, 'Inter Variable', system-ui, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; align-items: center; gap: 0.75rem; }
header svg { flex: none; }
h1 { font-size: 24px; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 2.5rem 0 0.5rem; border-top: 1px solid #e2ddd2; padding-top: 1rem; }
h3 { font-size: 14px; margin: 1.5rem 0 0.25rem; }
header + p { color: #4e5966; font-size: 12px; overflow-wrap: anywhere; }
h2 + p { font-size: 16px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
.wide { min-width: 46rem; }
th, td { text-align: left; vertical-align: top; padding: 3px 12px 3px 0; border-bottom: 1px solid #e2ddd2;
  overflow-wrap: break-word; }
td:first-child { min-width: 9em; }
td:last-child { overflow-wrap: anywhere; }
th { color: #4e5966; font-weight: 500; overflow-wrap: normal; }
thead { display: table-header-group; }
.figures { text-align: right; white-space: nowrap; overflow-wrap: normal; }
pre { background: #f6f4ef; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 12px/1.5 'IBM Plex Mono', ui-monospace, monospace; }
figure { margin: 0.75rem 0; }
figcaption { font-size: 12px; color: #4e5966; overflow-wrap: anywhere; }
figure svg { display: block; max-width: 100%; height: auto; }
.squares { display: flex; align-items: center; gap: 12px; }
.squares svg { flex: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; list-style: none; font-size: 12px; }
.legend svg { vertical-align: -2px; }
@page { size: A4; margin: 16mm 15mm 18mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  h2 { margin-top: 1.5rem; }
  h2, h3 { break-after: avoid; }
  tr, figure, pre, .legend { break-inside: avoid; }
  .scroll { overflow: visible; }
  .wide { min-width: 0; font-size: 8pt; }
}
`
