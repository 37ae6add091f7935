import { createContext } from 'react'

/** What all parts of a frame have in common. */
export interface FrameLook {
  /** The numbers are from before the connection was lost. */
  readonly offline: boolean
  /** Lines for a screen reader: no borders, no signs that only draw. */
  readonly plain: boolean
}

export const FrameContext: React.Context<FrameLook> = createContext<FrameLook>({
  offline: false,
  plain: false,
})
