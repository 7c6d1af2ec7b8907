// The data of the site, which the filters, the search and the list of sources load when a reader first asks for it.

/** A file of JSON. */
export async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** `load`, which runs at the first call and is remembered; after a failure the next call runs it again. */
export function once(load) {
  let loading;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
