/** Lets the browser download the file by itself: it streams to disk, and a large file never stands in the page's memory. */
export function startDownload(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
