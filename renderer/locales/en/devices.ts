/** Sound devices, headsets, pre-shift check. */
export const devices = {
  devices: {
    title: 'Sound devices',
    microphone: 'Microphone',
    speaker: "Speaker (the customer's voice)",
    systemDefault: 'System default',
    notPluggedIn: '{{name}} (not plugged in)',
    ringers: 'Devices that ring for a call',
    ringersHelp: 'Several can ring at once; with none chosen, the speaker rings.',
    ringVolume: 'Ring volume',
    ringNow: 'Ring now',
    ringNowOn: 'Ring now on "{{name}}"',
    meter: 'Microphone level',
    tooLoud: 'too loud',
    meterOn: 'Try the microphone',
    meterOff: 'Stop',
    processing: 'Processing',
    echoCancellation: 'Echo cancellation',
    noiseSuppression: 'Noise suppression',
    autoGainControl: 'Automatic gain',
    headsets: 'Headset buttons',
    noHeadsets:
      'No headset with call buttons was found. Once plugged in it works by itself; nothing to pair.',
    headsetWorks: 'Buttons that work: {{buttons}}',
    listComma: ', ',
    sentenceGap: '. ',
    headsetLights: 'Lights follow the call',
    headsetFailed:
      'Buttons do not work: another program holds the device. Quit that program, then plug the headset in again.',
    button: { hook: 'answer and hang up', mute: 'mute', hold: 'hold', drop: 'reject' },
    missingMicrophone:
      'The chosen microphone "{{name}}" is not plugged in; the system default is in use. It is taken again when it is back.',
    missingSpeaker:
      'The chosen speaker "{{name}}" is not plugged in; the system default is in use. It is taken again when it is back.',
    missingRinger: 'The ringing device "{{name}}" is not plugged in; the others or the speaker ring.',
    otherMicrophone:
      'The chosen microphone "{{name}}" cannot be opened; the system default is in use. Close the program that holds it.',
    silent:
      'The microphone gives no sound: it was unplugged, or the system or a switch on the headset mutes it. Check the switch or choose another microphone.',
    none: 'No microphone was found. Plug in the headset and allow Callback Desk to use the microphone.',
    backMicrophone: 'The microphone "{{name}}" is in use again.',
    backSpeaker: 'The speaker "{{name}}" is in use again.',
    openSettings: 'All sound settings',
  },
  preshift: {
    title: 'Pre-shift check',
    lead: 'Records three seconds of your voice and plays them back, then checks level, noise, echo and this computer. The recording stays in memory and is gone within a minute.',
    start: 'Start the check',
    again: 'Check again',
    stop: 'Stop',
    replay: 'Listen again',
    step: {
      idle: 'Press "Start the check", then say a sentence as you would to a customer.',
      recording: 'Recording: please say "Hello, this is the callback centre".',
      playing: 'Playing your voice back…',
      listening: 'Listening for echo, please be quiet for a moment…',
      done: 'The check is done.',
      failed: 'The check was not finished.',
    },
    failure: {
      microphone_refused:
        'The microphone cannot be opened. Plug in the headset, allow Callback Desk to use the microphone, and check again.',
      call_came: 'A call came and the check gave way. Please check again after the call.',
      internal: 'The check failed; the log has the reason. Try again; if it stays so, ask the IT department.',
    },
    item: { level: 'Level', noise: 'Background noise', echo: 'Echo', loss: 'This computer' },
    verdict: { good: 'good', warn: 'take care', bad: 'problem' },
    result: {
      level_good: 'The level is right ({{speechDb}} dB).',
      level_quiet:
        'Too quiet ({{speechDb}} dB). Move the microphone closer or turn its level up in the system.',
      level_silent:
        'Nothing was heard. Check the mute switch of the headset, or choose another microphone above.',
      level_clipping:
        'Too loud, the sound is distorted. Move the microphone away or turn its level down in the system.',
      level_nobody: 'No speech was heard ({{speechDb}} dB). Check again and say a sentence while it records.',
      noise_good: 'The background is quiet ({{noiseDb}} dB).',
      noise_audible:
        'Customers can hear the background ({{noiseDb}} dB). Turn noise suppression on or find a quieter place.',
      noise_loud:
        'The background is loud ({{noiseDb}} dB), customers will not understand. Move, or use a noise-cancelling headset.',
      echo_none: 'No echo: the sound stays in the headset.',
      echo_cancelled:
        'The microphone hears the speaker, as with a loudspeaker. Echo cancellation is on; a headset is better, and nobody overhears it.',
      echo_heard:
        'The microphone hears the speaker: customers will hear their own echo. Use a headset or turn echo cancellation on.',
      echo_unknown: 'The microphone gives no sound, so echo cannot be judged. Mend the level first.',
      loss_good: 'No loss ({{lossPercent}}%), delay {{delayMs}} ms.',
      loss_some:
        'This computer loses {{lossPercent}}% of the sound. It may be busy: close what you do not use.',
      loss_much:
        'This computer loses {{lossPercent}}% of the sound, calls will break up. Close programs or restart it, then check again.',
      loss_slow: 'The delay of this computer is {{delayMs}} ms, which is long. Close what you do not use.',
      loss_nothing:
        'This computer sent no sound. Restart Callback Desk; if it stays so, ask the IT department.',
    },
    lastToday: 'Checked today at {{time}}.',
    notToday: 'Not checked today.',
  },
};
