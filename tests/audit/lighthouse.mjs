// Lighthouse as a phone sees each page: node lighthouse.mjs RUNS URL... prints one line of JSON for each run.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [runs, ...urls] = process.argv.slice(2);
const chrome = await launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});
try {
  // Round after round, so that a busy minute of the machine does not meet all runs of one page.
  for (let run = 0; run < Number(runs); run += 1) {
    for (const url of urls) {
      const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error" });
      const score = (name) => Math.round((lhr.categories[name].score ?? 0) * 100);
      const failed = ["accessibility", "best-practices", "seo"].flatMap((name) =>
        lhr.categories[name].auditRefs
          .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
          .map(({ id }) => id),
      );
      const result = {
        url,
        accessibility: score("accessibility"),
        practices: score("best-practices"),
        seo: score("seo"),
        performance: score("performance"),
        lcp: lhr.audits["largest-contentful-paint"].numericValue,
        cls: lhr.audits["cumulative-layout-shift"].numericValue,
        failed,
      };
      console.log(JSON.stringify(result));
    }
  }
} finally {
  await chrome.kill();
}
