/** Namespaces of Kubernetes itself: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/; those of OpenShift are its own too. */
const CLUSTER = /^(?:default|kube-.*|openshift(?:-.*)?)$/;

/** Whose a namespace is that nothing may be delivered into; undefined where it may. @param argocd those that Argo CD runs in */
export function reservedNamespace(name: string, argocd: readonly string[]): string | undefined {
  if (argocd.includes(name)) return 'whoever may write there rules Argo CD, and with it every cluster';
  return isClusterNamespace(name) ? 'it belongs to the cluster itself' : undefined;
}

export function isClusterNamespace(name: string): boolean {
  return CLUSTER.test(name);
}
