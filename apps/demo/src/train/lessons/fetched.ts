/** The one place that fetches: files of the site itself, by their names in it. */

/** A file of the site. Throws an error that says which, and what to do. */
export async function fetched(site: string, name: string): Promise<Response> {
  const fail = (why: string): Error => new Error(`train: ${name} did not load, ${why}. Check the connection and start again.`);
  const response = await fetch(new URL(name, site)).catch((error: Error) => Promise.reject(fail(error.message)));
  if (!response.ok) throw fail(`the server answers ${response.status}`);
  return response;
}
