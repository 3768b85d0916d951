/** What an agent reads about the sound of a running call, beside its quality. */
export const sound = {
  sound: {
    speaksMuted: '您已静音，对方听不到您',
    delay: '单程延迟',
  },
};
