/**
 * Lets the browser download the file by itself: it streams to disk, and a large file never stands in the page's memory. By POST, for a link
 * that is only opened gives a page with a button.
 */
export function startDownload(url: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  form.hidden = true;
  document.body.append(form);
  form.submit();
  form.remove();
}
