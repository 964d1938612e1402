import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
// node crop.mjs in out columns colHeight x w
const [src, out, cols, colHeight, x = 0, w = 0] = process.argv.slice(2).map((a, i) => (i < 2 ? a : Number(a)));
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const p = await b.newPage({ viewport: { width: cols * w + 10 * cols, height: colHeight } });
const data = readFileSync(src).toString("base64");
await p.setContent(`<body style="margin:0;display:flex;gap:10px;background:red">${Array.from({ length: cols }, (_, k) => `<div style="width:${w}px;height:${colHeight}px;overflow:hidden;position:relative"><img style="position:absolute;left:-${x}px;top:-${k * colHeight}px" src="data:image/png;base64,${data}"></div>`).join("")}</body>`);
await p.screenshot({ path: out });
await b.close();
