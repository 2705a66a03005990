/** What an engine is asked to write when it cannot be told how long: more than is measured. */
export const talk = 'Count from one to one hundred in words.'
