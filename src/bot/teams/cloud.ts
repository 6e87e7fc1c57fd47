/** Microsoft's services, as the app calls them. */

/** Without a slash at the end of any. */
export interface MicrosoftCloud {
  /** Gives out tokens. */
  readonly loginUrl: string;
  /** Names the keys that sign what Teams sends. */
  readonly openIdMetadataUrl: string;
  readonly graphUrl: string;
  /** Origins that the connector's service URLs may have. */
  readonly serviceOrigins: readonly string[];
}

/** How the app proves to Microsoft that it is the app. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: () => string }
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: () => string }
  | { readonly kind: 'managed-identity' };
