/** What an agent reads about the sound of a running call, beside its quality. */
export const sound = {
  sound: {
    speaksMuted: 'You are muted; the other side cannot hear you',
    delay: 'One-way delay',
  },
};
